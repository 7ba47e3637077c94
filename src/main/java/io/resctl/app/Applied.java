package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Report;
import java.nio.file.Path;
import java.util.List;

/** What came of an apply or a destroy. */
public sealed interface Applied {
    ExitCode exit();

    /** Somebody else holds the site's lock. Nothing was changed. */
    record Locked(Diagnostic why) implements Applied {
        @Override
        public ExitCode exit() {
            return ExitCode.LOCKED;
        }
    }

    /** The hosts are not as they were when the plan was made. Nothing was changed. */
    record Stale(List<Diagnostic> why) implements Applied {
        @Override
        public ExitCode exit() {
            return ExitCode.STALE;
        }
    }

    /** The plan holds an error, or is not one for this site. Nothing was changed. */
    record Refused(List<Diagnostic> why) implements Applied {
        @Override
        public ExitCode exit() {
            return ExitCode.REFUSED;
        }
    }

    /** A host that answered when the plan was made is silent now. Nothing was changed. */
    record Unreachable(Diagnostic why) implements Applied {
        @Override
        public ExitCode exit() {
            return ExitCode.UNREACHABLE;
        }
    }

    /**
     * It ran.
     *
     * @param directory of the run, with its journal and plan
     */
    record Ran(Report report, Path directory, ExitCode exit) implements Applied {}

    /** Nothing was to be done, and no host was touched. {@code exit} says whether a host could not be seen. */
    record Nothing(ExitCode exit) implements Applied {}
}
