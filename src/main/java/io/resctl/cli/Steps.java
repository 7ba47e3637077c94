package io.resctl.cli;

/** What a long order tells while it is carried out: on a terminal one line that changes, else a line for each new thing. */
final class Steps {
    private final Console console;
    private String last = "";

    Steps(Console console) {
        this.console = console;
    }

    void show(String step) {
        if (console.terminal()) {
            console.err().print("\r\u001b[K" + step);
        } else if (!step.replaceAll("\\d+", "").equals(last.replaceAll("\\d+", ""))) {
            // Only a number changed: who reads a log needs no more.
            console.err().println(step);
        }
        last = step;
        console.err().flush();
    }
}
