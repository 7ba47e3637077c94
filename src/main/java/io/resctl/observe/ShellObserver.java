package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.handler.Handlers;
import io.resctl.host.Hosts;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.resource.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Looks at hosts through their shells: one script and one round trip each, all hosts at the same time. */
public final class ShellObserver implements Observer {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Hosts hosts;
    private final Handlers handlers;
    private final Names names;
    private final RandomGenerator random;

    public ShellObserver(Hosts hosts, Handlers handlers, Names names, RandomGenerator random) {
        this.hosts = hosts;
        this.handlers = handlers;
        this.names = names;
        this.random = random;
    }

    @Override
    public SortedMap<String, Sight> look(SortedMap<String, Inquiry> inquiries) {
        Map<String, Sight> sights = new ConcurrentHashMap<>();
        inquiries.entrySet().stream()
                .map(e -> Thread.ofVirtual()
                        .name("observe " + e.getKey())
                        .start(() -> sights.put(e.getKey(), look(e.getKey(), e.getValue()))))
                .toList()
                .forEach(ShellObserver::join);
        SortedMap<String, Sight> sorted = new TreeMap<>(sights);
        inquiries
                .keySet()
                .forEach(h ->
                        sorted.putIfAbsent(h, unseen(h, "the look at " + h + " broke off", "run the command again")));
        return sorted;
    }

    @Override
    public boolean sameQuestion(Resource one, Resource other) {
        return one.equals(other)
                || (one.ref().equals(other.ref())
                        && handlers.question(one)
                                .text()
                                .equals(handlers.question(other).text()));
    }

    /** One resource, for a run that is about to act on it. */
    public Asked ask(String host, Resource resource) {
        String nonce = nonce();
        Script script = new Questionnaire(names, nonce)
                .all(List.of(), handlers.ahead(List.of()), List.of(handlers.question(resource)));
        return switch (hosts.reader(host).ask(script, PATIENCE)) {
            case Reply.Answer answer -> {
                Section section = Answers.parse(nonce, answer.out()).section("0");
                yield new Asked.Answer(section.observed(), section.facts());
            }
            case Reply.Unreachable no -> new Asked.Unreachable(no.why());
            case Reply.TimedOut late -> new Asked.Unreachable(tooLate(host, late.after()));
        };
    }

    private Sight look(String host, Inquiry inquiry) {
        String nonce = nonce();
        Questionnaire questionnaire = new Questionnaire(names, nonce);
        Script script = questionnaire.all(
                List.of(questionnaire.aboutHost(inquiry.madeSecrets())),
                handlers.ahead(inquiry.resources()),
                inquiry.resources().stream().map(handlers::question).toList());
        return switch (hosts.reader(host).ask(script, PATIENCE)) {
            case Reply.Answer answer -> SightReader.read(host, inquiry, Answers.parse(nonce, answer.out()));
            case Reply.Unreachable no -> new Sight.Unseen(host, no.why());
            case Reply.TimedOut late -> new Sight.Unseen(host, tooLate(host, late.after()));
        };
    }

    private static Diagnostic tooLate(String host, Duration after) {
        return Diagnostic.error(
                "host.slow",
                host + " did not answer within " + after.toSeconds() + " s",
                "see what keeps it busy; a hanging mount or Docker engine is the usual cause");
    }

    private static Sight.Unseen unseen(String host, String summary, String hint) {
        return new Sight.Unseen(host, Diagnostic.error("host.unseen", summary, hint));
    }

    private String nonce() {
        return "resctl-" + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
