package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Preview;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What came of the care for one replica. */
public sealed interface Cared {
    ExitCode exit();

    /** It may begin, or may not, as the preview says; nothing was touched. */
    record Previewed(Preview preview) implements Cared {
        @Override
        public ExitCode exit() {
            return preview.refused() ? ExitCode.REFUSED : ExitCode.OK;
        }
    }

    /** Nothing was touched. */
    record Refused(List<Diagnostic> why) implements Cared {
        @Override
        public ExitCode exit() {
            return ExitCode.REFUSED;
        }
    }

    /** Somebody else is at work. Nothing was touched. */
    record Locked(Diagnostic why) implements Cared {
        @Override
        public ExitCode exit() {
            return ExitCode.LOCKED;
        }
    }

    record Unreachable(Diagnostic why) implements Cared {
        @Override
        public ExitCode exit() {
            return ExitCode.UNREACHABLE;
        }
    }

    /** There is nothing to do, for this reason. */
    record Needless(String why) implements Cared {
        @Override
        public ExitCode exit() {
            return ExitCode.OK;
        }
    }

    /**
     * It was walked through.
     *
     * @param outcome what is true now, a sentence each
     */
    record Ran(Walk.Ending ending, StepReport report, List<String> outcome, Duration took, Path directory)
            implements Cared {
        @Override
        public ExitCode exit() {
            return switch (ending) {
                case DONE -> ExitCode.OK;
                case UNDONE, HALF_UNDONE -> ExitCode.FAILED;
                case STOPPED -> ExitCode.INTERRUPTED;
                case UNFINISHED -> ExitCode.PARTLY;
            };
        }
    }
}
