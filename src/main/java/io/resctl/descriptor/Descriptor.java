package io.resctl.descriptor;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import java.util.List;
import java.util.Optional;

/** Reads a site descriptor. */
public final class Descriptor {
    private Descriptor() {}

    /**
     * What came of it.
     *
     * @param site present exactly when no diagnostic is an error
     * @param diagnostics all findings, in the order of the file; each has its place
     */
    public record Result(Optional<Site> site, List<Diagnostic> diagnostics) {}

    /**
     * Never throws for anything that a file can hold.
     *
     * @param fileName as the user named it, for the places in messages
     */
    public static Result read(String fileName, byte[] bytes) {
        Reading reading = new Reading();
        Findings findings = reading.findings();
        Optional<Site> draft = SourceText.decode(fileName, bytes, findings)
                .flatMap(text -> TreeReader.read(fileName, text, findings))
                .flatMap(tree -> SiteReader.read(reading, tree));
        return new Result(draft.filter(_ -> findings.ok()), findings.sorted());
    }
}
