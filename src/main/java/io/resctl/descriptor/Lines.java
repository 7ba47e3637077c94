package io.resctl.descriptor;

/** Lines as YAML counts them. */
public final class Lines {
    private Lines() {}

    /** Never empty; the last one is what stands behind the last line break. */
    public static String[] split(String text) {
        return text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1);
    }
}
