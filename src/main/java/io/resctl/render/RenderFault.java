package io.resctl.render;

/** A template and its values do not fit: a bug of ours, never of the user. The message names both. */
public final class RenderFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    RenderFault(String message) {
        super(message);
    }
}
