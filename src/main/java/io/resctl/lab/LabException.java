package io.resctl.lab;

/** The lab cannot do what was asked. The message says what is true now and what to do next. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
