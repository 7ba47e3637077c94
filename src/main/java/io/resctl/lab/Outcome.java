package io.resctl.lab;

/** How a command inside a lab container ended. */
public record Outcome(int exit, String out, String err) {
    public boolean ok() {
        return exit == 0;
    }
}
