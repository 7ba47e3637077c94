package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Clients are connected before anybody's writes stand still. */
final class Connect implements Step<Tier> {
    private static final Duration LIFE = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Move move;
    private final List<String> hosts;

    Connect(Move move, List<String> hosts) {
        this.move = move;
        this.hosts = hosts;
    }

    @Override
    public String id() {
        return "connect";
    }

    @Override
    public String title() {
        return "connect to the " + (hosts.size() == 1 ? "server on " : "servers on ") + String.join(" and ", hosts);
    }

    @Override
    public String why() {
        return "to start a client takes longer than what it is told, and would count while writes stand still";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    /** What comes later gets along without. */
    @Override
    public boolean done(Tier tier) {
        return tier.writable().stream().allMatch(h -> h.equals(move.next()))
                && (tier.state(move.former()).isPresent() || tier.lease().equals(Optional.of(move.after())));
    }

    @Override
    public List<String> orders(Tier tier) {
        return List.of("docker exec -i -u mysql " + move.container() + " mariadb -u mysql");
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Map<String, Told> told = new ConcurrentHashMap<>();
        Together.ask(
                hosts.stream()
                        .map(host -> new Together.Question(
                                host,
                                false,
                                () -> told.put(
                                        host,
                                        Told.shell(
                                                hands.writer(host),
                                                move.standing().begin(LIFE),
                                                PATIENCE))))
                        .toList(),
                PATIENCE,
                false);
        return hosts.stream()
                .flatMap(host -> {
                    Told one = told.get(host);
                    return one instanceof Told.Done
                            ? Optional.<Diagnostic>empty().stream()
                            : trouble(host, one).stream();
                })
                .findFirst();
    }

    private static Optional<Diagnostic> trouble(String host, @org.jspecify.annotations.Nullable Told told) {
        return Optional.of(
                told instanceof Told.Not not
                        ? not.why()
                        : Diagnostic.error(
                                "database.slow",
                                "the server on " + host + " did not let a client in within " + PATIENCE.toSeconds()
                                        + " s",
                                "see what keeps it busy, and `resctl status`"));
    }

    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        leave(move, tier, hands);
        return Optional.empty();
    }

    /** They would end by themselves. */
    static void leave(Move move, Tier tier, Hands hands) {
        Together.ask(
                tier.up()
                        .map(Server.Up::host)
                        .filter(h -> h.equals(move.former()) || h.equals(move.next()))
                        .map(host -> new Together.Question(
                                host,
                                false,
                                () -> hands.writer(host)
                                        .tell(move.standing().end(), Duration.ofSeconds(5), line -> {})))
                        .toList(),
                Duration.ofSeconds(5),
                false);
    }
}
