package io.resctl.descriptor;

import io.resctl.model.Site;
import java.util.List;

/** What only the whole can tell. A check runs when the sections it looks at are free of errors themselves. */
final class CrossChecks {
    @FunctionalInterface
    interface Check {
        void run(Site site, Places places, Findings findings);
    }

    private record Rule(Check check, List<String> sections) {}

    private static final List<Rule> RULES = List.of();

    private CrossChecks() {}

    static void run(Site site, Places places, Findings findings) {
        List<Rule> runnable =
                RULES.stream().filter(rule -> findings.clean(rule.sections)).toList();
        runnable.forEach(rule -> rule.check.run(site, places, findings));
    }
}
