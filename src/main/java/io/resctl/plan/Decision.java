package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.resource.Difference.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to become of one wish. */
sealed interface Decision {
    /** It is as wished. */
    record Keep() implements Decision {}

    /**
     * An action.
     *
     * @param cause what it is shown to be because of
     */
    record Act(Verb verb, List<Attribute> attributes, Cause cause) implements Decision {}

    /**
     * It is not as wished, but nothing can be done now.
     *
     * @param hosts that it waits for, if that is the reason
     * @param refusal of a guard, by which it is blocked in the end: it is shown for itself
     */
    record Blocked(String why, Set<String> hosts, Optional<Diagnostic> refusal) implements Decision {
        Blocked(String why, Set<String> hosts) {
            this(why, hosts, Optional.empty());
        }
    }

    /**
     * Its host, or the resource itself, could not be seen.
     *
     * @param hostSilent the whole host
     */
    record Unseen(String why, boolean hostSilent) implements Decision {}

    /** Why there is an action, the strongest first. */
    record Cause(Kind kind, String words) {
        enum Kind {
            DESCRIBED,
            FOUND,
            DISTURBED
        }
    }
}
