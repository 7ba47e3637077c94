package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.database.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server is stopped and its data are moved beside their place. Nothing is deleted. */
final class SetAside implements Step<Tier> {
    static final String ID = "aside";
    static final String ASIDE = "aside";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Two copies of the data lie there at the end: where there is no room for that, nothing is stopped. */
    private static final Script MOVE = Script.of("""
            set -e
            if mountpoint -q -- "$data" 2>/dev/null; then
                echo "$data is a file system of its own, which cannot be moved aside. Nothing was stopped; docs/rebuild-replica.md tells how it is done by hand" >&2
                exit 1
            fi
            if [ -d "$data" ]; then
                size=$(du -sk -- "$data" | cut -f 1)
                left=$(df -Pk -- "${data%/*}" | awk 'NR == 2 { print $4 }')
                if [ "$left" -lt $((size + size / 10)) ]; then
                    echo "there is no room for a second copy of the data: they are $((size / 1024)) MB, and $((left / 1024)) MB are left where $data is. Nothing was stopped; remove what older rebuilds left (ls -d $data.before-*), or make room" >&2
                    exit 1
                fi
            fi
            if [ -x "$guard" ]; then "$guard" may stop db >&2 || exit 1; fi
            systemctl stop -- "$unit"
            tries=0
            while [ "$(docker inspect -f '{{.State.Running}}' "$container" 2>/dev/null)" = true ]; do
                tries=$((tries + 1))
                if [ "$tries" -ge 120 ]; then
                    echo "the server in $container does not stop, so its data were not moved" >&2
                    exit 1
                fi
                sleep 1
            done
            if [ ! -e "$data" ]; then echo "aside:"; exit 0; fi
            mv -T -- "$data" "$aside"
            sync -- "${data%/*}"
            echo "aside: $aside"
            """);

    private static final Script BACK = Script.of("""
            if [ ! -e "$data" ] && [ -e "$aside" ]; then mv -T -- "$aside" "$data"; fi
            systemctl start -- "$unit"
            """);

    private final Names names;
    private final String host;

    SetAside(Names names, String host) {
        this.names = names;
        this.host = host;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "stop the server on " + host + " and set its data aside";
    }

    @Override
    public String why() {
        return "a server without data is seeded from the primary; what it had stays beside it until you remove it";
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
        return List.of(
                "systemctl stop " + names.unit("db"),
                "mv " + names.databaseData() + " " + names.databaseData() + ".before-TIME");
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        String aside = names.databaseData() + ".before-" + Care.stamp(hands.now());
        hands.note("aside planned", aside);
        Told told = tell(hands, MOVE, aside);
        if (told instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        String moved = ((Told.Done) told).answer().text("aside");
        if (!moved.isEmpty()) {
            hands.note(ASIDE, moved);
        }
        return Optional.empty();
    }

    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        return hands.noted("aside planned")
                .flatMap(aside ->
                        tell(hands, BACK, aside) instanceof Told.Not not ? Optional.of(not.why()) : Optional.empty());
    }

    private Told tell(Hands hands, Script order, String aside) {
        Script whole = order.with("container", names.container("db"))
                .with("unit", names.unit("db"))
                .with("guard", names.etc() + "/guard/guard")
                .with("data", names.databaseData())
                .with("aside", aside);
        return Told.shell(
                hands.writer(host), hands.locked(host, whole), hands.deadline().atMost(PATIENCE));
    }
}
