package io.resctl.descriptor;

import io.resctl.diag.Where;

/**
 * A value's address in the descriptor and in the file.
 *
 * @param path dotted, such as {@code services.web.image}; empty for the whole file
 */
record Place(String path, Where where) {
    /** The top-level section: {@code services}. */
    String section() {
        return path.split("[.\\[]", 2)[0];
    }

    /** How messages call it. */
    String called() {
        return path.isEmpty() ? "the descriptor" : "`" + path + "`";
    }
}
