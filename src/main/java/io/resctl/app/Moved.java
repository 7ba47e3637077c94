package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.runbook.Preview;
import io.resctl.runbook.StepReport;
import io.resctl.runbook.Walk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of a move of the database's right to write. */
public sealed interface Moved {
    ExitCode exit();

    /** It may begin, or may not, as the preview says; nothing was touched. */
    record Previewed(Preview preview) implements Moved {
        @Override
        public ExitCode exit() {
            return preview.refused() ? ExitCode.REFUSED : ExitCode.OK;
        }
    }

    /** Nothing was touched. */
    record Refused(List<Diagnostic> why) implements Moved {
        @Override
        public ExitCode exit() {
            return ExitCode.REFUSED;
        }
    }

    /** Somebody else is at work. Nothing was touched. */
    record Locked(Diagnostic why) implements Moved {
        @Override
        public ExitCode exit() {
            return ExitCode.LOCKED;
        }
    }

    record Unreachable(Diagnostic why) implements Moved {
        @Override
        public ExitCode exit() {
            return ExitCode.UNREACHABLE;
        }
    }

    /** The server is the primary already, and takes writes. */
    record Already(String host) implements Moved {
        @Override
        public ExitCode exit() {
            return ExitCode.OK;
        }
    }

    /**
     * It was walked through.
     *
     * @param verb {@code switchover} or {@code failover}
     * @param writer who takes writes now, as far as is known
     * @param databaseGap from the last write of the former to the first that the next could take
     * @param gap until every router led there
     * @param silent database servers that do not answer, and were left as they are
     */
    record Ran(
            String verb,
            String former,
            String next,
            Walk.Ending ending,
            StepReport report,
            Optional<String> writer,
            Optional<Duration> databaseGap,
            Optional<Duration> gap,
            Duration took,
            List<String> silent,
            Path directory,
            ExitCode exit)
            implements Moved {}
}
