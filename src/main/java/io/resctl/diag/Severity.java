package io.resctl.diag;

/** How bad a finding is: an error stops the command, a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
