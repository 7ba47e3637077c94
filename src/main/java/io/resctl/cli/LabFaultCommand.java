package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.lab.Fault;
import io.resctl.view.LabView;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code resctl lab fault}. */
@Command(
        name = "fault",
        description = "Break or mend something in a lab.",
        footer = {
            "",
            "Faults of a host:",
            "  kill      SIGKILL to everything on it, as when the power goes",
            "  stop      an orderly shutdown",
            "  start     a host that is down boots, with the same addresses and disks",
            "  restart   an orderly reboot",
            "  freeze    every process stops where it is, and keeps its memory and connections",
            "  thaw      a frozen host goes on",
            "Faults of a zone:",
            "  cut       the WAN leaves every host of the zone; SSH and the zone itself go on",
            "  mend      the WAN comes back"
        })
final class LabFaultCommand implements Callable<Integer> {
    enum Kind {
        KILL,
        STOP,
        START,
        RESTART,
        FREEZE,
        THAW,
        CUT,
        MEND;

        Fault on(String target) {
            return switch (this) {
                case KILL -> new Fault.Kill(target);
                case STOP -> new Fault.Stop(target);
                case START -> new Fault.Start(target);
                case RESTART -> new Fault.Restart(target);
                case FREEZE -> new Fault.Freeze(target);
                case THAW -> new Fault.Thaw(target);
                case CUT -> new Fault.Cut(target);
                case MEND -> new Fault.Mend(target);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final LabCommand lab;

    @Parameters(index = "0", paramLabel = "FAULT", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init")
    private Kind kind;

    @Parameters(index = "1", paramLabel = "HOST|ZONE", description = "The host; for cut and mend the zone.")
    @SuppressWarnings("NullAway.Init")
    private String target;

    LabFaultCommand(LabCommand lab) {
        this.lab = lab;
    }

    @Override
    public Integer call() {
        return lab.with(labs -> {
            labs.fault(lab.name(), kind.on(target));
            lab.console()
                    .out()
                    .print(LabView.human(
                            lab.name(), labs.hosts(lab.name()), lab.console().screen()));
            return ExitCode.OK.number();
        });
    }
}
