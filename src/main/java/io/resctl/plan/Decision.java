package io.resctl.plan;

import io.resctl.resource.Difference.Attribute;
import java.util.List;
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
     */
    record Blocked(String why, Set<String> hosts) implements Decision {}

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
