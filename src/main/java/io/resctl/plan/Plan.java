package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What apply will do, and all that it will do. It holds no secret value.
 *
 * @param format version of this document
 * @param descriptor SHA-256 of the descriptor's text
 * @param whole for the whole site, not for a part that was chosen
 * @param lease as observed; empty when there was none and this plan makes the first
 * @param unreachable hosts that could not be seen, with the reason: nothing is planned for them
 * @param notes warnings and refusals; with an error among them the plan cannot be applied
 */
public record Plan(
        int format,
        String site,
        Instant made,
        String descriptor,
        boolean whole,
        Optional<Lease> lease,
        List<Change> changes,
        List<Action> actions,
        List<Unreachable> unreachable,
        List<Diagnostic> notes) {

    public static final int FORMAT = 1;

    public Plan {
        Objects.requireNonNull(site);
        Objects.requireNonNull(made);
        Objects.requireNonNull(descriptor);
        changes = List.copyOf(changes);
        actions = List.copyOf(actions);
        unreachable = List.copyOf(unreachable);
        notes = List.copyOf(notes);
    }

    /**
     * A host that did not answer, or was not trusted.
     *
     * @param hint what to do, where that is known
     */
    public record Unreachable(String host, String why, Optional<String> hint) {}

    /** Whether the host answered when the plan was made. */
    public boolean saw(String host) {
        return unreachable.stream().noneMatch(u -> u.host().equals(host));
    }

    public boolean empty() {
        return actions.isEmpty();
    }
}
