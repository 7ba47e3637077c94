package io.resctl.scenario;

/** How often a repeated bar is tried: 3 times in the everyday run, as written in the issue with {@code dist/test --full}. */
final class Bars {
    private Bars() {}

    static boolean full() {
        return Boolean.getBoolean("resctl.full");
    }

    static int times(int written) {
        return full() ? written : Math.min(3, written);
    }
}
