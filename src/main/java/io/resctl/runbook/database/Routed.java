package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every router of the live zone leads to the next primary and to no other: from then on applications write again. */
final class Routed implements Step<Tier> {
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** The routers' own word: one writable server, that one; and a way to such a router from every host. */
    private static final Script ASK = Script.of("""
            # shellcheck disable=SC2016
            timeout "$patience" bash -c '
                while :; do
                    seen=$( (exec 3<>"/dev/tcp/$0/$1" && printf "GET /statistics;csv HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3) 2>/dev/null |
                        awk -F, -v next_="$2" "
                            \\$1 == \\"servers_read_write\\" && \\$2 !~ /^(FRONT|BACK)END\\$/ { asked = 1; if (\\$18 ~ /^UP/) { up = up \\$2 \\" \\" } }
                            \\$1 == \\"routers_read_write\\" && \\$2 !~ /^(FRONT|BACK)END\\$/ && \\$18 ~ /^UP/ { way = 1 }
                            END { if (way && (!asked || up == next_ \\" \\")) print \\"there\\"; else print \\"servers: \\" up }")
                    case $seen in there) exit 0 ;; esac
                    sleep 0.1
                done' "$address" "$port" "$next" || { echo "it does not lead there within $patience s" >&2; exit 1; }
            """);

    private final Move move;

    Routed(Move move) {
        this.move = move;
    }

    @Override
    public String id() {
        return "routed";
    }

    @Override
    public String title() {
        return "see that every router leads to " + move.next();
    }

    @Override
    public String why() {
        return "routers find the writable server by themselves, and the time until they have is a part of the gap";
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
        return List.of("on " + String.join(", ", hosts(tier)) + ": GET :" + Names.ROUTER_HEALTH
                + "/statistics;csv until servers_read_write is up for " + move.next() + " alone");
    }

    @Override
    public Duration patience() {
        return WAIT.plusSeconds(4);
    }

    @Override
    public boolean needed() {
        return false;
    }

    private List<String> hosts(Tier tier) {
        return move.site().zone(move.after().live()).hosts().stream()
                .map(Host::name)
                .filter(tier.reached()::contains)
                .toList();
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        List<String> missing = new ArrayList<>();
        List<Thread> threads = hosts(tier).stream()
                .map(host -> Thread.ofVirtual().start(() -> {
                    Script ask = ASK.with("address", move.host(host).vpn())
                            .with("port", Integer.toString(Names.ROUTER_HEALTH))
                            .with("next", move.next())
                            .with("patience", Long.toString(WAIT.toSeconds()));
                    if (Told.shell(hands.writer(host), ask, WAIT.plusSeconds(3)) instanceof Told.Not not) {
                        synchronized (missing) {
                            missing.add(not.why().summary());
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(trouble(List.of("interrupted while routers were asked")));
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(trouble(missing));
        }
        hands.note(Gap.ROUTED, hands.now().toString());
        return Optional.empty();
    }

    private Diagnostic trouble(List<String> missing) {
        return Diagnostic.error(
                "switchover.router",
                move.next() + " takes writes, and not every router leads there yet: " + String.join("; ", missing),
                "see `resctl status`, and http://ADDRESS:" + Names.ROUTER_HEALTH + "/statistics on that host");
    }
}
