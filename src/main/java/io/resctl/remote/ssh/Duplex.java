package io.resctl.remote.ssh;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** Both ways to a program that runs on a host. Closing it ends the program's session; closing one of its streams does not. */
public interface Duplex extends Closeable {
    InputStream in();

    OutputStream out();

    /** The first line of what the program said on standard error, waiting a moment for it; empty if it said nothing. */
    String complaint();

    @Override
    void close();
}
