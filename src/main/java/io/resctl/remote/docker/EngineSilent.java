package io.resctl.remote.docker;

import java.io.IOException;

/** No engine answered; the message is what the program that should reach it said. */
final class EngineSilent extends IOException {
    private static final long serialVersionUID = 1;

    EngineSilent(String complaint, IOException cause) {
        super(complaint, cause);
    }
}
