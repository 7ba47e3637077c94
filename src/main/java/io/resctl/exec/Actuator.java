package io.resctl.exec;

import io.resctl.diag.Diagnostic;
import io.resctl.observe.Asked;
import io.resctl.observe.Manifest;
import io.resctl.plan.Action;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The executor's hands: what it does to hosts, and nothing that it decides. */
public interface Actuator {
    /** Looks at one resource again, just before acting on it. */
    Asked ask(String host, Resource resource);

    /**
     * Does what the action says, on its host and, for a seed, on the source's too.
     *
     * @param audit who does what in which run: with the outcome behind it, a line of the host's audit log
     * @param progress is handed what is to be shown while it lasts
     */
    Outcome act(Action action, Known known, String audit, Consumer<String> progress);

    /** Writes a host's manifest, whole or not at all. */
    Optional<Diagnostic> keep(String host, Manifest manifest);

    /** What came of an action. */
    sealed interface Outcome {
        /**
         * It is done.
         *
         * @param facts that hosts told, by host and key
         * @param notes what else is to be said of it, such as what was left and why
         */
        record Done(SortedMap<String, SortedMap<String, String>> facts, List<Diagnostic> notes) implements Outcome {}

        record Failed(Diagnostic why) implements Outcome {}

        /** The host was lost: what became of the action is unknown. */
        record Lost(String host, Diagnostic why) implements Outcome {}
    }
}
