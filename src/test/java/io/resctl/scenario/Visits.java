package io.resctl.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo application's page says.
 *
 * @param number how many visits are counted
 * @param replica which container answered
 */
record Visits(int number, String replica) {
    private static final Pattern NUMBER = Pattern.compile("\"visits\"\\s*:\\s*(\\d+)");
    private static final Pattern REPLICA = Pattern.compile("\"container\"\\s*:\\s*\"([^\"]+)\"");

    /** Visits the page. */
    static Visits one(LabSite site) {
        String json = site.get("/json").body();
        return new Visits(Integer.parseInt(group(NUMBER, json)), group(REPLICA, json));
    }

    private static String group(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }
}
