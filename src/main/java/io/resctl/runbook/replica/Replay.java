package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.database.Told;
import io.resctl.sql.Answer;
import io.resctl.sql.Client;
import io.resctl.sql.GtidList;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the relay logs hold beyond what is applied is applied through the client, each transaction under the number that it had. Both threads stay stopped.
 * Broken off and begun again it goes on where it ended.
 */
final class Replay implements Step<Tier> {
    static final String ID = "replay";
    static final String APPLIED = "rescued";

    private static final Duration PATIENCE = Duration.ofHours(2);

    /**
     * The relay logs as they are now, and every set that was kept before a start of the threads: the one that reaches furthest counts. A set that has nothing
     * beyond says that it never reached the position; one that begins behind it lacks something between, and is told of.
     */
    private static final Script REPLAY = Script.of(Client.SHELL + """
            umask 077
            text() { # SET
                # shellcheck disable=SC2016
                docker run --rm --network none --user 0:0 --entrypoint sh --mount "type=bind,source=$1,target=/set,readonly" "$image" \\
                    -c 'exec mariadb-binlog ${0:+--start-position="$0"} /set/*.[0-9]*[0-9]' "$at"
            }
            # Its transactions, a line each; the last one may have come only in part, and was then never told to anybody.
            transactions() {
                awk '/^#[0-9].*[ \\t]GTID [0-9]/ {
                        if (gtid != "") print "whole", gtid
                        for (i = 1; i <= NF; i++) if ($i == "GTID") gtid = $(i + 1)
                        open = / trans/ ? 1 : 0
                    }
                    /^COMMIT/ || /^ROLLBACK\\/\\*!\\*\\/;/ { open = 0 }
                    END { if (gtid != "") print open ? "part" : "whole", gtid }'
            }
            trap 'rm -f -- "$kept/try.sql" "$kept/try.said"' EXIT
            most=0
            gap=
            for set in "$kept" "$copies"/*; do
                [ -d "$set" ] || continue
                case $set in *.part) continue ;; esac
                ls -- "$set"/*.[0-9]*[0-9] >/dev/null 2>&1 || continue
                if ! text "$set" >"$kept/try.sql" 2>"$kept/try.said" </dev/null; then
                    grep -q 'never reached expected GTID state' "$kept/try.said" || gap="${gap:-$set: $(head -n 1 <"$kept/try.said")}"
                    continue
                fi
                count=$(transactions <"$kept/try.sql" | grep -c whole || true)
                if [ "$count" -gt "$most" ]; then
                    most=$count
                    mv -f -- "$kept/try.sql" "$kept/replay.sql"
                    echo "from: $set"
                fi
            done
            if [ "$most" = 0 ]; then
                if [ -n "$gap" ]; then
                    echo "what its relay logs hold cannot be joined to what it has applied (${at:-nothing}); $gap" >&2
                    exit 1
                fi
                echo "transactions: 0"
                exit 0
            fi
            transactions <"$kept/replay.sql" >"$kept/transactions"
            last=$(awk '$1 == "whole" { last = $2 } END { print last }' "$kept/transactions")
            part=$(awk '$1 == "part" { print $2 }' "$kept/transactions")
            echo "transactions: $most"
            echo "last: $last"
            if [ -n "$part" ]; then echo "part: $part"; fi
            echo "progress: applying $most transactions, up to $last" >&2
            if ! said=$(sql <"$kept/replay.sql" 2>&1 >/dev/null); then
                printf 'it stopped in between, and what was applied stays; the rest is in %s/replay.sql: %s\\n' "$kept" "$(printf '%s\\n' "$said" | tail -n 1)" >&2
                exit 1
            fi
            """);

    private final Names names;
    private final String host;
    private final String image;

    Replay(Names names, String host, String image) {
        this.names = names;
        this.host = host;
        this.image = image;
    }

    /** Where the guard keeps relay logs too. */
    static String copies(Names names) {
        return names.srv() + "/relay-copies";
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "apply what the relay logs of " + host + " hold beyond its data";
    }

    @Override
    public String why() {
        return "through the client, under the same numbers: a start of the replication threads would throw it away first";
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
        String at = tier.state(host).map(s -> s.position().toString()).orElse("");
        return List.of("mariadb-binlog --start-position=" + at + " RELAY-LOGS | mariadb");
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Optional<ServerState> before = Told.look(hands.writer(host), names.container("db"));
        if (before.isEmpty()) {
            return Optional.of(Diagnostic.error(
                    "rescue.silent", "the server on " + host + " does not answer now", "run it again"));
        }
        // Started by hand after a restart, they have thrown away what there was, and would get in the way.
        if (before.get().replication().filter(r -> !r.stopped()).isPresent()
                && Told.sql(
                                hands.writer(host),
                                names.container("db"),
                                List.of(Statement.of("STOP ALL SLAVES")),
                                Duration.ofMinutes(1))
                        instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        Script order = REPLAY.with("container", names.container("db"))
                .with("image", image)
                .with("copies", copies(names))
                .with("kept", hands.noted(KeepRelay.KEPT).orElseThrow())
                .with("at", before.get().position().toString())
                .with("patience", Long.toString(PATIENCE.toSeconds()));
        Told told = Told.shell(
                hands.writer(host), hands.locked(host, order), hands.deadline().atMost(PATIENCE));
        return switch (told) {
            case Told.Not not -> Optional.of(not.why());
            case Told.Done done -> reached(done.answer(), hands);
        };
    }

    private Optional<Diagnostic> reached(Answer said, Hands hands) {
        String count = said.text("transactions");
        if (count.equals("0")) {
            hands.note(APPLIED, "had applied all that its relay logs hold: nothing was missing");
            return Optional.empty();
        }
        Optional<ServerState> after = Told.look(hands.writer(host), names.container("db"));
        GtidList last = GtidList.parse(said.text("last"));
        if (after.isEmpty() || !after.get().position().covers(last)) {
            return Optional.of(Diagnostic.error(
                    "rescue.short",
                    host + " should be at " + last + " now and is at "
                            + after.map(s -> s.position().words()).orElse("a place that it does not tell"),
                    "see its relay logs in " + hands.noted(KeepRelay.KEPT).orElse("") + "; then run it again"));
        }
        String part = said.text("part");
        hands.note(
                APPLIED,
                "applied " + count + (count.equals("1") ? " transaction" : " transactions")
                        + " from its relay logs, up to "
                        + last
                        + (part.isEmpty() ? "" : "; of " + part + " only a part had arrived, and it was left out"));
        hands.says(hands.noted(APPLIED).orElse(""));
        return Optional.empty();
    }
}
