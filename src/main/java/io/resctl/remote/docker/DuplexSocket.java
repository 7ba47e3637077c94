package io.resctl.remote.docker;

import io.resctl.remote.ssh.Duplex;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A stream to a program in the shape that HttpCore asks for. It is no network socket: nothing is bound or connected on this machine. */
final class DuplexSocket extends Socket {
    private final Duplex duplex;
    private boolean closed;

    DuplexSocket(Duplex duplex) {
        this.duplex = duplex;
    }

    @Override
    public InputStream getInputStream() {
        return duplex.in();
    }

    @Override
    public OutputStream getOutputStream() {
        return duplex.out();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        duplex.close();
    }

    /** Reads end when the connection's keep-alive finds the peer dead, not by a time of their own. */
    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoLinger(boolean on, int linger) {}

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public @Nullable InetAddress getInetAddress() {
        return null;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return null;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return null;
    }
}
