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
import io.resctl.sql.Statements;
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
    static final String COUNT = "transactions rescued";

    private static final Duration PATIENCE = Duration.ofHours(2);

    /**
     * The relay logs as they are now count. Only where they hold nothing beyond, what was kept before a start of the threads does: the set that reaches
     * furthest of those that know the server's position, since another one may be of a history that is dead. A set that has nothing beyond says that it never
     * reached the position; one that begins behind it lacks something between, and is told of. The last event may be torn, as after a power cut.
     */
    private static final Script REPLAY = Script.of(Client.SHELL + """
            set -e
            umask 077
            text() { # SET POSITION
                # shellcheck disable=SC2016
                docker run --rm --network none --user 0:0 --entrypoint sh --mount "type=bind,source=$1,target=/set,readonly" "$image" \\
                    -c 'exec mariadb-binlog ${0:+--start-position="$0"} /set/*.[0-9]*[0-9]' "$2"
            }
            knows_position() { # SET
                [ -n "$at" ] || return 1
                pattern=$(printf '%s' "$at" | sed 's/,/|/g')
                text "$1" '' 2>/dev/null </dev/null | grep -Eq "(GTID |[[, ])($pattern)([], ]|\\$)"
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
                if [ "$set" != "$kept" ] && { [ "$most" != 0 ] && [ "$from" = "$kept" ]; }; then break; fi
                ls -- "$set"/*.[0-9]*[0-9] >/dev/null 2>&1 || continue
                if [ "$set" != "$kept" ] && ! knows_position "$set"; then continue; fi
                if ! text "$set" "$at" >"$kept/try.sql" 2>"$kept/try.said" </dev/null; then
                    if grep -q 'never reached expected GTID state' "$kept/try.said"; then continue; fi
                    gap="${gap:-$set: $(head -n 1 <"$kept/try.said")}"
                    if grep -q 'missing data' "$kept/try.said"; then continue; fi
                    # What comes before a torn event is whole; what is torn was never told to anybody.
                    printf '/*!*/;\\nROLLBACK;\\n/*!*/;\\n' >>"$kept/try.sql"
                fi
                count=$(transactions <"$kept/try.sql" | grep -c whole || true)
                if [ "$count" -gt "$most" ]; then
                    most=$count
                    from=$set
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
            printf 'STOP ALL SLAVES;' | sql
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
        Script order = REPLAY.with("container", names.container("db"))
                .with("image", image)
                .with("copies", copies(names))
                .with("kept", hands.noted(KeepRelay.KEPT).orElseThrow())
                .with("at", before.get().position().toString())
                .with("patience", Long.toString(PATIENCE.toSeconds()));
        Told told = Told.shell(
                hands.writer(host), hands.locked(host, order), hands.deadline().atMost(PATIENCE));
        return switch (told) {
            case Told.Not not -> {
                // Whatever was applied counts: else a start of the threads would ask for it again.
                Told.look(hands.writer(host), names.container("db"))
                        .filter(s -> s.replication().map(r -> r.stopped()).orElse(true))
                        .ifPresent(s -> Told.sql(
                                hands.writer(host),
                                names.container("db"),
                                List.of(Statements.counts(s.position().toString())),
                                Duration.ofSeconds(20)));
                yield Optional.of(not.why());
            }
            case Told.Done done -> reached(done.answer(), hands);
        };
    }

    /** Its threads do nothing that could be lost, or there are none. */
    static boolean idle(Tier tier, String host) {
        return tier.state(host)
                .map(s -> s.replication().map(r -> r.forgot() || r.stopped()).orElse(true))
                .orElse(false);
    }

    private Optional<Diagnostic> reached(Answer said, Hands hands) {
        String count = said.text("transactions");
        hands.note(COUNT, count);
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
