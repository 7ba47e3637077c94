package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import io.resctl.journal.Report;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.testing.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunViewTest {
    private static final Plan PLAN = Plans.of(
            List.of(
                    Plans.change("service", "web-3", Verb.CREATE, "services.web.replicas", "a3"),
                    Plans.change("gateway", "haproxy", Verb.CHANGE, "services.web.replicas", "a1", "a2"),
                    Plans.change("service", "old", Verb.DELETE, "not described any more", "a2")),
            List.of(),
            List.of());

    private static Instant after(long seconds) {
        return Plans.NOW.plusSeconds(seconds);
    }

    private static List<Event> run(boolean well) {
        List<Event> events = new ArrayList<>();
        events.add(new Event.RunStarted(after(0), "20261122-030405", "acme", "apply", "anna@desk", 4));
        events.add(new Event.LockTaken(after(1), List.of("a1", "a2", "a3")));
        events.add(started(1, "a3/container:web-3", "a3", "web-3"));
        events.add(new Event.ActionProgress(after(2), "a3/container:web-3", "12 of 41 MB"));
        if (well) {
            succeeded(events, 20, "a3/container:web-3");
            for (String host : List.of("a1", "a2")) {
                events.add(started(21, host + "/container:haproxy", host, "haproxy"));
                succeeded(events, 22, host + "/container:haproxy");
            }
            events.add(started(23, "a2/container:old", "a2", "old"));
            succeeded(events, 24, "a2/container:old");
        } else {
            events.add(new Event.ActionFailed(
                    after(20),
                    "a3/container:web-3",
                    Diagnostic.error("image.missing", "There is no image shop:1.4.", "Push it, or mend services.web."),
                    Duration.ofSeconds(19)));
            events.add(new Event.ActionBlocked(after(20), "a1/container:haproxy", "web-3 on a3 failed"));
            events.add(new Event.ActionStale(
                    after(21),
                    "a2/container:haproxy",
                    Diagnostic.error("stale", "Somebody changed it since.", "Run plan again.")));
            events.add(new Event.ActionSkipped(after(21), "a2/container:old", "the run was stopped"));
            events.add(new Event.HostUnseen(after(21), "b2", "no answer in 10s"));
        }
        events.add(new Event.RunEnded(after(25), "20261122-030405"));
        return events;
    }

    private static Event started(long at, String id, String host, String subject) {
        return new Event.ActionStarted(after(at), id, host, "c", subject, "CREATE", id.substring(id.indexOf('/') + 1));
    }

    private static void succeeded(List<Event> events, long at, String id) {
        events.add(new Event.ActionSucceeded(after(at), id, Duration.ofMillis(1200)));
    }

    private static String log(List<Event> events, boolean onlyLoud) {
        RunProgress progress = new RunProgress(PLAN, Plans.NOW, Screen.PLAIN);
        return events.stream()
                .flatMap(e -> progress.take(e).stream())
                .filter(line -> line.loud() || !onlyLoud)
                .map(line -> line.text() + "\n")
                .collect(Collectors.joining());
    }

    private static String end(List<Event> events) {
        return AppliedView.apply(
                PLAN,
                Report.of(events),
                Path.of("/state/runs/1"),
                true,
                List.of("http://203.0.113.11/"),
                verb -> "resctl " + verb,
                Screen.PLAIN);
    }

    @Test
    void logOfARunThatWentWell() {
        Golden.check("view/run-well-log.txt", log(run(true), false));
    }

    @Test
    void logOfARunThatFailed() {
        Golden.check("view/run-failed-log.txt", log(run(false), false));
    }

    @Test
    void aTerminalIsToldOnlyWhatWentWrong() {
        assertThat(log(run(true), true)).isEmpty();
        assertThat(log(run(false), true)).contains("There is no image shop:1.4.", "no answer in 10s");
    }

    @Test
    void longActionsAreHeardOfAgainAndAgain() {
        RunProgress progress = new RunProgress(PLAN, Plans.NOW, Screen.PLAIN);
        run(true).subList(0, 4).forEach(progress::take);
        assertThat(progress.tick(after(10))).isEmpty();
        assertThat(progress.tick(after(17)))
                .extracting(RunProgress.Line::text)
                .containsExactly("03:04:22Z  a3  still  web-3: create container web-3: 12 of 41 MB, for 16s");
        assertThat(progress.tick(after(20))).isEmpty();
        assertThat(progress.tick(after(33))).hasSize(1);
    }

    @Test
    void endOfARunThatWentWell() {
        Golden.check("view/run-well.txt", end(run(true)));
    }

    @Test
    void endOfARunThatFailed() {
        Golden.check("view/run-failed.txt", end(run(false)));
    }

    @Test
    void endOfADestroy() {
        Golden.check(
                "view/destroy.txt",
                AppliedView.destroy(
                        PLAN,
                        Report.of(run(true)),
                        Path.of("/state/runs/1"),
                        List.of("data below /srv/resctl/acme (--data removes it)"),
                        verb -> "resctl " + verb,
                        Screen.PLAIN));
    }
}
