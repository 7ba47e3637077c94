package io.resctl.exec;

import io.resctl.diag.Diagnostic;
import io.resctl.handler.Handlers;
import io.resctl.handler.Step;
import io.resctl.host.Hosts;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.json.Json;
import io.resctl.model.Names;
import io.resctl.observe.Asked;
import io.resctl.observe.Manifest;
import io.resctl.observe.ShellObserver;
import io.resctl.plan.Action;
import io.resctl.plan.Verb;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Acts through the hosts' shells and engines, with the orders that the handlers write. */
public final class ShellActuator implements Actuator {
    private static final Duration BOOKKEEPING = Duration.ofSeconds(30);

    /** Kept by rename, so that a reader finds the old one or the new one. Readable by root alone: names of everything on the host stand in it. */
    private static final Script KEEP = Script.of("""
            umask 077
            mkdir -p -- "${path%/*}" && chmod 0755 "${path%/*}"
            printf '%s' "$text" >"$path.new" && mv -f -- "$path.new" "$path"
            """);

    private final Hosts hosts;
    private final Handlers handlers;
    private final ShellObserver observer;
    private final Names names;
    private final boolean data;

    /**
     * For one run.
     *
     * @param data removals also take what users made
     */
    public ShellActuator(Hosts hosts, Handlers handlers, ShellObserver observer, Names names, boolean data) {
        this.hosts = hosts;
        this.handlers = handlers;
        this.observer = observer;
        this.names = names;
        this.data = data;
    }

    @Override
    public Asked ask(String host, Resource resource) {
        return observer.ask(host, resource);
    }

    @Override
    public Outcome act(Action action, Known known, String audit, Consumer<String> progress) {
        Told told = new Told(known);
        List<Step> steps = steps(action, told);
        boolean written = false;
        Outcome outcome = told.done();
        for (int i = 0; i < steps.size() && outcome instanceof Outcome.Done; i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1 && step.host().equals(action.host());
            Optional<String> line = last ? Optional.of(audit) : Optional.empty();
            written = last && step instanceof Step.Run;
            outcome = take(step, action, told, line, progress).orElseGet(told::done);
            // Later steps may need what this one told.
            steps = steps(action, told);
        }
        if (!written && !(outcome instanceof Outcome.Lost)) {
            String word = outcome instanceof Outcome.Done ? "done" : "failed";
            hosts.writer(action.host()).tell(AuditLog.only(names.audit(), audit, word), BOOKKEEPING, text -> {});
        }
        return outcome;
    }

    private List<Step> steps(Action action, Known known) {
        return action.verb() == Verb.DELETE
                ? handlers.remove(action.host(), action.resource(), data)
                : handlers.make(action.host(), action.resource(), known);
    }

    private Optional<Outcome> take(
            Step step, Action action, Told told, Optional<String> audit, Consumer<String> progress) {
        return switch (step) {
            case Step.Run run -> run(run, action, told, audit, progress);
            case Step.Pull pull ->
                hosts.writer(pull.host())
                        .engine()
                        .pull(pull.image(), pull.timeout(), progress)
                        .map(Outcome.Failed::new);
            case Step.AwaitHealthy await ->
                hosts.writer(await.host())
                        .engine()
                        .awaitHealthy(await.container(), await.timeout(), progress)
                        .map(Outcome.Failed::new);
        };
    }

    private Optional<Outcome> run(
            Step.Run step, Action action, Told told, Optional<String> audit, Consumer<String> progress) {
        Redaction redaction = Redaction.of(action.resource(), told);
        Script order = audit.map(line -> AuditLog.around(step.script(), names.audit(), line))
                .orElseGet(() ->
                        Script.composed(List.of(step.script()), texts -> "( set -e\n" + texts.getFirst() + "\n)\n"));
        return switch (hosts.writer(step.host())
                .tell(order, step.timeout(), text -> progress.accept(redaction.clean(text)))) {
            case Reply.Answer answer
            when answer.ok() -> {
                told.hear(step.host(), answer.out());
                yield Optional.empty();
            }
            case Reply.Answer answer -> Optional.of(new Outcome.Failed(failure(step, action, redaction, answer)));
            case Reply.Unreachable lost -> Optional.of(new Outcome.Lost(step.host(), lost.why()));
            case Reply.TimedOut late ->
                Optional.of(new Outcome.Failed(Diagnostic.error(
                        "action.slow",
                        action.resource().ref() + " on " + step.host() + " was not done within "
                                + late.after().toSeconds() + " s",
                        "It may still be under way. See what keeps the host busy, then run the command again.")));
        };
    }

    private static Diagnostic failure(Step.Run step, Action action, Redaction redaction, Reply.Answer answer) {
        List<String> said = redaction
                .clean(answer.err())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("progress: "))
                .toList();
        String last = String.join(" · ", said.subList(Math.max(0, said.size() - 4), said.size()));
        return Diagnostic.error(
                "action.failed",
                action.resource().ref() + " on " + step.host() + ": "
                        + (last.isEmpty()
                                ? "the order ended with status " + answer.exit() + " and said nothing"
                                : last),
                "Mend that, then run the command again: it goes on where this run stopped.");
    }

    @Override
    public Optional<Diagnostic> keep(String host, Manifest manifest) {
        return write(host, names.manifest(), Json.pretty(manifest));
    }

    /** Writes a text that is kept beside the manifest. */
    public Optional<Diagnostic> write(String host, String path, String text) {
        return switch (hosts.writer(host).tell(KEEP.with("path", path).with("text", text), BOOKKEEPING, line -> {})) {
            case Reply.Answer answer when answer.ok() -> Optional.empty();
            case Reply.Answer answer ->
                Optional.of(notKept(host, path, answer.err().strip()));
            case Reply.Unreachable lost -> Optional.of(lost.why());
            case Reply.TimedOut late ->
                Optional.of(
                        notKept(host, path, "no answer within " + late.after().toSeconds() + " s"));
        };
    }

    private static Diagnostic notKept(String host, String path, String why) {
        return Diagnostic.error(
                "manifest.not-kept",
                path + " could not be written on " + host + ": " + why,
                "Is the disk full or read-only? Mend that, then run the command again.");
    }
}
