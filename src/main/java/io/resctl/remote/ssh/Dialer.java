package io.resctl.remote.ssh;

/** Opens a stream to a host's Docker engine, through the host's one connection. Nothing listens on the operator's machine. */
public interface Dialer {
    Duplex dial() throws Failure;
}
