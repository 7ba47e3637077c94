package io.resctl.app;

import io.resctl.diag.Diagnostic;
import java.util.List;
import java.util.Map;

/** What came of a backup, a trial or a restore. */
public sealed interface BackupOutcome {
    /**
     * It is done.
     *
     * @param said what the host said of it, by word
     * @param notes what whoever asked must know
     */
    record Done(String host, Map<String, String> said, List<String> notes) implements BackupOutcome {}

    /** It was restored, and is not what a backup should be. */
    record Unfit(String host, Diagnostic why) implements BackupOutcome {}

    /** It is not done. */
    record Failed(ExitCode exit, Diagnostic why) implements BackupOutcome {}

    default ExitCode exit() {
        return switch (this) {
            case Done _ -> ExitCode.OK;
            case Unfit _ -> ExitCode.MISSED;
            case Failed failed -> failed.exit();
        };
    }
}
