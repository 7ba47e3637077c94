package io.resctl.view;

import io.resctl.diag.Diagnostic;
import java.time.Instant;
import java.util.List;

/**
 * What {@code doctor} found.
 *
 * @param checks how many things were looked at
 * @param unseen hosts that did not answer
 * @param inUse programs, with what is to know of their licence
 * @param conflicts what makes the rest unsure
 * @param findings the worst first
 */
public record Examination(
        String site,
        Instant at,
        int checks,
        List<String> unseen,
        List<String> inUse,
        List<Diagnostic> conflicts,
        List<Finding> findings) {
    public boolean sound() {
        return conflicts.isEmpty() && findings.stream().noneMatch(Finding::isError);
    }
}
