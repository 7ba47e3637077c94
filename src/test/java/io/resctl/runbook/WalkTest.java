package io.resctl.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.exec.Stop;
import io.resctl.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static final Diagnostic WHY = Diagnostic.error("test.no", "it did not work", "try again");

    private final List<String> did = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> fails = new HashSet<>();
    private final Set<String> defective = new HashSet<>();
    private final Set<String> notUndone = new HashSet<>();
    private final Set<String> optional = new HashSet<>();
    private final Stop stop = new Stop();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private String stopAt = "";

    @Test
    void allStepsInTheirOrder() {
        assertThat(walk()).isEqualTo(Walk.Ending.DONE);
        assertThat(did).containsExactly("a", "b", "point", "d", "e");
        assertThat(report().pointPassed()).isTrue();
        assertThat(report().measured("last")).contains("e");
    }

    @Test
    void aFailureBeforeThePointIsUndoneInReverse() {
        fails.add("b");
        assertThat(walk()).isEqualTo(Walk.Ending.UNDONE);
        assertThat(did).containsExactly("a", "b", "undo b", "undo a");
        assertThat(report().failure()).contains(WHY);
        assertThat(report().pointPassed()).isFalse();
    }

    @Test
    void thePointItselfIsUndoneWhenItFails() {
        fails.add("point");
        assertThat(walk()).isEqualTo(Walk.Ending.UNDONE);
        assertThat(did).containsExactly("a", "b", "point", "undo point", "undo b", "undo a");
    }

    @Test
    void afterThePointThereIsOnlyForward() {
        fails.add("d");
        stopAt = "point";
        assertThat(walk()).isEqualTo(Walk.Ending.UNFINISHED);
        assertThat(did).containsExactly("a", "b", "point", "d");
    }

    @Test
    void whatIsNotNeededDoesNotKeepTheRestFromBeingDone() {
        optional.add("d");
        fails.add("d");
        assertThat(walk()).isEqualTo(Walk.Ending.UNFINISHED);
        assertThat(did).containsExactly("a", "b", "point", "d", "e");
    }

    @Test
    void aStopBeforeThePointUndoesWhatIsDone() {
        stopAt = "a";
        assertThat(walk()).isEqualTo(Walk.Ending.STOPPED);
        assertThat(did).containsExactly("a", "undo a");
    }

    @Test
    void aStopAfterThePointGoesForward() {
        stopAt = "d";
        assertThat(walk()).isEqualTo(Walk.Ending.DONE);
    }

    @Test
    void whatCannotBeUndoneDoesNotKeepTheRestFromIt() {
        fails.add("point");
        notUndone.add("b");
        assertThat(walk()).isEqualTo(Walk.Ending.HALF_UNDONE);
        assertThat(did).endsWith("undo b", "undo a");
    }

    @Test
    void aDefectIsUndoneToo() {
        defective.add("b");
        assertThat(walk()).isEqualTo(Walk.Ending.UNDONE);
        assertThat(did).containsExactly("a", "b", "undo b", "undo a");
    }

    /** The step used up all its time: the undoing has its own. */
    @Test
    void theUndoingHasATimeOfItsOwn() {
        fails.add("b");
        walk();
        assertThat(did).doesNotContain("no time left");
    }

    @Test
    void itBeginsAtTheFirstThatIsNotDone() {
        assertThat(walk("a", "b", "d")).isEqualTo(Walk.Ending.DONE);
        assertThat(did).containsExactly("point", "d", "e");
    }

    @Test
    void whatWasDoneBeforeIsUndoneToo() {
        fails.add("point");
        assertThat(walk("a")).isEqualTo(Walk.Ending.UNDONE);
        assertThat(did).containsExactly("b", "point", "undo point", "undo b", "undo a");
    }

    @Test
    void pastThePointNothingIsUndoneWhenItGoesOn() {
        fails.add("d");
        assertThat(walk("a", "b", "point")).isEqualTo(Walk.Ending.UNFINISHED);
        assertThat(did).containsExactly("d");
    }

    private Walk.Ending walk(String... done) {
        Runbook<Set<String>> runbook = new Runbook<>(
                "test",
                List.of(new Deed("a"), new Deed("b"), new Deed("point"), new Deed("d"), new Deed("e")),
                "point");
        return new Walk<Set<String>>(
                        host -> {
                            throw new IllegalStateException("no host here");
                        },
                        (host, order) -> order,
                        () -> now,
                        events::add,
                        stop)
                .through(runbook, Set.of(done));
    }

    private StepReport report() {
        return StepReport.of(events);
    }

    private final class Deed implements Step<Set<String>> {
        private final String id;

        Deed(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String title() {
            return "do " + id;
        }

        @Override
        public String why() {
            return "";
        }

        @Override
        public List<Diagnostic> ready(Set<String> done) {
            return List.of();
        }

        @Override
        public boolean done(Set<String> done) {
            return done.contains(id);
        }

        @Override
        public List<String> orders(Set<String> done) {
            return List.of();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean needed() {
            return !optional.contains(id);
        }

        @Override
        public Optional<Diagnostic> act(Set<String> done, Hands hands) {
            did.add(id);
            hands.note("last", id);
            now = now.plusSeconds(11);
            if (id.equals(stopAt)) {
                stop.ask();
            }
            if (defective.contains(id)) {
                throw new IllegalStateException("a defect");
            }
            return fails.contains(id) ? Optional.of(WHY) : Optional.empty();
        }

        @Override
        public Optional<Diagnostic> undo(Set<String> done, Hands hands) {
            did.add("undo " + id);
            if (hands.deadline().over()) {
                did.add("no time left");
            }
            return notUndone.contains(id) ? Optional.of(WHY) : Optional.empty();
        }
    }
}
