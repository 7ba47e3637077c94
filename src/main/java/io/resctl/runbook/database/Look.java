package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.observe.Knowledge;
import io.resctl.observe.Leases;
import io.resctl.observe.MadeSecrets;
import io.resctl.observe.Observation;
import io.resctl.observe.Observer;
import io.resctl.observe.Sight;
import io.resctl.runbook.Deadline;
import io.resctl.sql.Client;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statements;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks every host for its lease and every database server how it stands, all at the same time. */
public final class Look {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration DISTANCE = Duration.ofSeconds(3);
    private static final Duration SQL = Duration.ofSeconds(10);
    private static final Script MAXSCALE = Script.of("""
            if [ "$(timeout 5 docker container inspect -f '{{.State.Running}}' "$maxscale" 2>/dev/null)" = true ]; then echo 'maxscale: runs'; fi
            """);

    private final Site site;
    private final Observer observer;
    private final Function<String, Reader> readers;
    private final Knowledge knowledge;

    /**
     * Asks nothing yet.
     *
     * @param knowledge learns the secrets that the site made itself
     */
    public Look(Site site, Observer observer, Function<String, Reader> readers, Knowledge knowledge) {
        this.site = site;
        this.observer = observer;
        this.readers = readers;
        this.knowledge = knowledge;
    }

    /** Answers as they come in. */
    private static final class Heard {
        private final Map<String, Sight> sights = new ConcurrentHashMap<>();
        private final Map<String, Reply> replies = new ConcurrentHashMap<>();
        private final Map<String, String> witnesses = new ConcurrentHashMap<>();

        /** By database host: how it stands and which lease it has. */
        private final Map<String, CountDownLatch> open = new ConcurrentHashMap<>();

        Runnable noting(String host, Runnable question) {
            return () -> {
                try {
                    question.run();
                } finally {
                    CountDownLatch left = open.get(host);
                    if (left != null) {
                        left.countDown();
                    }
                }
            };
        }
    }

    /** For a planned move: everybody is given the time that a slow host needs. */
    public Tier planned() {
        Heard heard = new Heard();
        Together.ask(questions(heard, false), PATIENCE, false);
        return tier(heard);
    }

    /**
     * When the primary seems to be gone: who is much slower than the others is silent, and the others are asked what they see of it. Only whose word let
     * clients hear that all is well is given all the time there is: without it acknowledged writes may be lost.
     */
    public Tier unplanned() {
        return unplanned(hosts -> {});
    }

    /**
     * The same.
     *
     * @param answering is told the database hosts that answer, as soon as only what they see of each other is waited for
     */
    public Tier unplanned(Consumer<List<String>> answering) {
        Heard heard = new Heard();
        Deadline end = Deadline.in(InstantSource.system(), PATIENCE);
        Deadline distance = Deadline.in(InstantSource.system(), DISTANCE);
        Together.ask(questions(heard, true), PATIENCE, true, () -> answering.accept(answering(heard)));
        Tier tier = tier(heard);
        List<String> late = late(tier);
        List<String> distant = distant(tier);
        late.forEach(host -> await(heard.open.get(host), end));
        distant.forEach(host -> await(heard.open.get(host), distance));
        return late.isEmpty() && distant.isEmpty() ? tier : tier(heard);
    }

    /** Servers beside the primary that have not answered: one that is far away may take longer than all who are near. */
    private static List<String> distant(Tier tier) {
        return tier.silent()
                .map(Server.Silent::host)
                .filter(host -> !tier.primary().equals(Optional.of(host)))
                .toList();
    }

    private List<String> answering(Heard heard) {
        return databases().stream()
                .filter(host -> heard.sights.get(host) instanceof Sight.Seen)
                .toList();
    }

    private static List<String> late(Tier tier) {
        return tier.lease()
                .map(lease -> Acknowledged.unheard(
                                tier, lease.live(), tier.primary().orElse(""))
                        .stream()
                        .map(Server.Silent::host)
                        .toList())
                .orElse(List.of());
    }

    private static void await(@Nullable CountDownLatch left, Deadline end) {
        try {
            if (left != null && !left.await(end.left().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Together.Question> questions(Heard heard, boolean witness) {
        List<Together.Question> questions = new ArrayList<>();
        databases().forEach(host -> heard.open.put(host, new CountDownLatch(2)));
        List<String> keepers = site.keepers().stream().map(Host::name).toList();
        site.hosts().map(Host::name).forEach(host -> {
            List<String> secrets =
                    keepers.contains(host) ? List.of(Names.SITE_KEY, Names.REPLICATION_PASSWORD) : List.<String>of();
            SortedMap<String, Observer.Inquiry> inquiry =
                    new TreeMap<>(Map.of(host, new Observer.Inquiry(List.of(), secrets)));
            questions.add(new Together.Question(
                    host, false, heard.noting(host, () -> heard.sights.putAll(observer.look(inquiry)))));
        });
        databases().forEach(host -> {
            questions.add(new Together.Question(
                    host,
                    false,
                    heard.noting(
                            host,
                            () -> heard.replies.put(host, readers.apply(host).ask(question(), SQL.plusSeconds(5))))));
            if (witness) {
                Witness.questions(site, site.host(host))
                        .forEach(script -> questions.add(new Together.Question(host, true, () -> {
                            if (readers.apply(host).ask(script, SQL) instanceof Reply.Answer answer) {
                                heard.witnesses.merge(host, answer.out(), (a, b) -> a + "\n" + b);
                            }
                        })));
            }
        });
        return questions;
    }

    private List<String> databases() {
        return site.database().map(db -> db.hosts()).orElse(List.of());
    }

    private Script question() {
        Names names = site.names();
        return Client.run(names.container("db"), Statements.look(), SQL)
                .then(MAXSCALE.with("maxscale", names.container("maxscale")));
    }

    private Tier tier(Heard heard) {
        Observation observation = new Observation(new TreeMap<>(heard.sights));
        List<Diagnostic> findings = new ArrayList<>(MadeSecrets.learn(observation, knowledge));
        Leases leases = Leases.judge(site, observation, knowledge);
        findings.addAll(leases.findings());
        NavigableSet<String> reached = new TreeSet<>();
        observation.seen().forEach(s -> {
            reached.add(s.host());
            s.problem().filter(Sight::leaseUnreadable).ifPresent(findings::add);
        });
        SortedMap<String, Server> servers = new TreeMap<>();
        databases().forEach(host -> servers.put(host, server(host, heard)));
        return new Tier(site, leases.lease(), reached, List.copyOf(findings), servers);
    }

    private static Server server(String host, Heard heard) {
        Reply reply = heard.replies.get(host);
        if (reply instanceof Reply.Answer answer) {
            Optional<Witness> witness =
                    Optional.ofNullable(heard.witnesses.get(host)).map(Witness::parse);
            return ServerState.parse(answer.out())
                    .<Server>map(s -> new Server.Up(host, s, answer.out().contains("maxscale: runs"), witness))
                    .orElseGet(() -> new Server.Silent(host, true, noServer(host, answer.err())));
        }
        boolean hostAnswers = heard.sights.get(host) instanceof Sight.Seen;
        Diagnostic why = reply instanceof Reply.Unreachable no
                ? no.why()
                : Diagnostic.error(
                        "host.slow",
                        host + " did not answer while others did",
                        "see what keeps it: ssh " + host + " uptime");
        return new Server.Silent(host, hostAnswers, why);
    }

    private static Diagnostic noServer(String host, String err) {
        String last = err.strip().lines().reduce("", (a, b) -> b).strip();
        return Diagnostic.error(
                "database.silent",
                "the database server on " + host + " does not answer" + (last.isEmpty() ? "" : ": " + last),
                "see `resctl status`, and its log on " + host);
    }
}
