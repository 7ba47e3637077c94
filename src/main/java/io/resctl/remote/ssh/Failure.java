package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import java.io.IOException;

/** An expected failure on the way to a host, on its way up to where it becomes a {@code Reply}. */
public final class Failure extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Diagnostic diagnostic;

    Failure(Diagnostic diagnostic) {
        super(diagnostic.summary());
        this.diagnostic = diagnostic;
    }

    public Diagnostic diagnostic() {
        return diagnostic;
    }
}
