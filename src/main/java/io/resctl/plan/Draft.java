package io.resctl.plan;

import io.resctl.plan.Decision.Cause;
import io.resctl.resource.Difference.Attribute;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An action while its plan is made.
 *
 * @param after grows as policies are added
 * @param order by which the changes are shown
 */
record Draft(
        Wish.At at,
        Verb verb,
        Resource resource,
        String component,
        String subject,
        Wish.Rollout rollout,
        List<Attribute> attributes,
        Cause cause,
        String expect,
        int order,
        Set<Wish.At> after) {

    Draft(Wish wish, Decision.Act act, String expect, int order, Set<Wish.At> after) {
        this(
                wish.at(),
                act.verb(),
                wish.resource(),
                wish.component(),
                wish.subject(),
                wish.rollout(),
                act.attributes(),
                act.cause(),
                expect,
                order,
                new LinkedHashSet<>(after));
    }

    String id() {
        return at.host() + "/" + at.ref();
    }
}
