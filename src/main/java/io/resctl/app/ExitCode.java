package io.resctl.app;

import java.util.Collection;
import java.util.List;

/** What the process says to the script that started it. */
public enum ExitCode {
    OK(0, "ok"),
    FAILED(1, "failed"),
    CHANGES(2, "the plan has changes (`--detailed-exitcode`)"),
    INVALID(3, "the descriptor is invalid"),
    PARTLY(4, "partly applied"),
    UNREACHABLE(5, "a host is unreachable"),
    LOCKED(6, "the site is locked"),
    STALE(7, "the plan is stale"),
    MISSED(8, "an objective or a drill is missed, or `doctor` found errors"),
    REFUSED(9, "refused for safety"),
    USAGE(64, "wrong usage"),
    INTERRUPTED(130, "interrupted");

    /**
     * Where several fit, the first of these is said. Nothing can happen beside a usage error; a missed objective is only said
     * of a run that was otherwise complete.
     */
    private static final List<ExitCode> PRECEDENCE = List.of(
            USAGE, INTERRUPTED, REFUSED, LOCKED, STALE, INVALID, FAILED, UNREACHABLE, PARTLY, MISSED, CHANGES, OK);

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }

    /** The one to say where several fit; {@link #OK} where none does. */
    public static ExitCode of(Collection<ExitCode> fitting) {
        return PRECEDENCE.stream().filter(fitting::contains).findFirst().orElse(OK);
    }
}
