package io.resctl.cli;

import io.resctl.app.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The tree of commands, and what happens around each of them. */
public final class Cli {
    private Cli() {}

    /**
     * Runs one command line. Whatever happens, nobody sees a stack trace.
     *
     * @return the process's exit code: an {@link ExitCode}'s number, or what a program ended with that the command ran for its user
     */
    public static int run(Console console, String... args) {
        return run(line(console), console, args);
    }

    static int run(CommandLine line, Console console, String... args) {
        try {
            return line.execute(args);
        } catch (RuntimeException | Error bug) {
            return BugReport.write(console, bug).number();
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** Every command has its line here. */
    static CommandLine line(Console console) {
        CommandLine line = new CommandLine(new Root(console))
                .addSubcommand(new InitCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new SchemaCommand(console))
                .addSubcommand(new RenderCommand(console))
                .addSubcommand(new PlanCommand(console))
                .addSubcommand(new ApplyCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new SwitchoverCommand(console))
                .addSubcommand(new FailoverCommand(console))
                .addSubcommand(DatabaseCommand.line(console))
                .addSubcommand(BackupCommand.line(console))
                .addSubcommand(new RestoreCommand(console))
                .addSubcommand(new DestroyCommand(console))
                .addSubcommand(new UnlockCommand(console))
                .addSubcommand(LabCommand.line(console))
                .addSubcommand(new CompletionCommand(console))
                .addSubcommand(new VersionCommand(console));
        return line.setUsageHelpWidth(110)
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(Help.defaultColorScheme(
                        switch (console.colours()) {
                            case ON -> Help.Ansi.ON;
                            case OFF -> Help.Ansi.OFF;
                        }))
                .setParameterExceptionHandler(Cli::usage)
                .setExecutionExceptionHandler(
                        (bug, _, _) -> BugReport.write(console, bug).number());
    }

    private static int usage(CommandLine.ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("resctl: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("`" + command.getCommandSpec().qualifiedName() + " --help` shows what is accepted");
        return ExitCode.USAGE.number();
    }
}
