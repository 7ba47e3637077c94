package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.database.Told;
import io.resctl.sql.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The relay logs are copied first: whatever goes wrong later, they are there as they were. */
final class KeepRelay implements Step<Tier> {
    static final String ID = "keep";
    static final String KEPT = "relay logs kept";

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** After a restart of the server the threads hold nothing that a stop could lose, and what they would receive now would be in no copy. */
    private static final Script KEEP = Script.of(Client.SHELL + """
            set -e
            if [ "$stop" = yes ]; then printf 'STOP ALL SLAVES;' | sql; fi
            base=$(printf 'SELECT @@relay_log_basename;' | sql --batch --skip-column-names)
            process=$(docker inspect -f '{{.State.Pid}}' "$container")
            mkdir -p -- "${kept%/*}"
            rm -rf -- "$kept.part"
            mkdir -m 0700 -- "$kept.part"
            for log in "/proc/$process/root$base".[0-9]*[0-9]; do
                if [ -e "$log" ]; then cp -a --reflink=auto -- "$log" "$kept.part/"; fi
            done
            sync -f "$kept.part"
            mv -T -- "$kept.part" "$kept"
            """);

    private final Names names;
    private final String host;

    KeepRelay(Names names, String host) {
        this.names = names;
        this.host = host;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "copy the relay logs of " + host + " aside";
    }

    @Override
    public String why() {
        return "they may be the only place where the last writes are";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return false;
    }

    @Override
    public List<String> orders(Tier tier) {
        return List.of("cp RELAY-LOGS " + Replay.copies(names) + "/rescue-TIME/");
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        String kept = Replay.copies(names) + "/rescue-" + Care.stamp(hands.now());
        Script order = KEEP.with("container", names.container("db"))
                .with("kept", kept)
                .with("stop", Replay.idle(tier, host) ? "yes" : "no")
                .with("patience", "60");
        Told told = Told.shell(
                hands.writer(host), hands.locked(host, order), hands.deadline().atMost(PATIENCE));
        if (told instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        hands.note(KEPT, kept);
        return Optional.empty();
    }
}
