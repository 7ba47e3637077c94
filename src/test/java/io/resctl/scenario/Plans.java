package io.resctl.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans, as a person reads them. */
final class Plans {
    private static final Pattern CHANGE = Pattern.compile("(?m)^\\s{0,4}([+~-]) (\\S+) (\\S+)");

    private Plans() {}

    /** The lines that name a change: sign, component, subject. */
    static List<String> changes(String plan) {
        Matcher lines = CHANGE.matcher(plan);
        return lines.results()
                .map(m -> m.group(1) + " " + m.group(2) + " " + m.group(3))
                .distinct()
                .toList();
    }

    /** Neither plan nor apply finds anything to do. */
    static void assertConverged(LabSite site) {
        Tool.Result plan = site.resctl("plan", "--detailed-exitcode").exits(0);
        assertThat(plan.out()).contains("No changes");
        Tool.Result apply = site.resctl("apply", "--yes").exits(0);
        assertThat(apply.out()).contains("No changes");
    }
}
