package io.resctl.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;

/** One attempt to connect and log in. */
final class Login {
    /** The server closed before it said who it is: MaxStartups, or a penalty. Worth another attempt. */
    static final class Dropped extends IOException {
        private static final long serialVersionUID = 1;

        Dropped(IOException cause) {
            super(cause);
        }
    }

    private final Destination destination;
    private final Limits limits;
    private final HostKeys hostKeys;
    private final SSHClient client;
    private final List<Closeable> opened = new ArrayList<>();

    Login(Destination destination, Limits limits, Config algorithms) throws Failure {
        this.destination = destination;
        this.limits = limits;
        this.hostKeys = HostKeys.of(destination);
        this.client = new SSHClient(algorithms);
        client.addHostKeyVerifier(hostKeys);
        client.setTimeout((int) limits.login().toMillis());
        client.getTransport().setTimeoutMs((int) limits.login().toMillis());
        client.getConnection().getKeepAlive().setKeepAliveInterval((int)
                limits.keepAlive().toSeconds());
        if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner runner) {
            runner.setMaxAliveCount(3);
        }
    }

    /** Opens the way: a socket, or a channel through the jump host. Many of these may wait at once, it costs nothing. */
    void reach(Optional<Connection> jump) throws Failure {
        try {
            if (jump.isPresent()) {
                DirectConnection channel =
                        jump.get().through(destination.address(), destination.port(), limits.connect());
                opened.add(channel);
                way = () -> client.connectVia(channel);
            } else {
                Socket socket = connect();
                opened.add(socket);
                client.setSocketFactory(new Ready(socket));
                way = () -> client.connect(destination.address(), destination.port());
            }
        } catch (IOException | TimeoutException e) {
            throw Causes.notConnected(destination, e);
        }
    }

    private Way way = () -> {
        throw new IllegalStateException("reach() comes first");
    };

    private interface Way {
        void go() throws IOException;
    }

    /** Exchanges keys and logs in. */
    SSHClient enter() throws Failure, Dropped, InterruptedException {
        Keys keys = Keys.of(destination, client);
        try {
            Bounded.call(limits.login(), () -> {
                way.go();
                offer(keys.methods());
                return true;
            });
            client.getConnection().setTimeoutMs(30_000);
            return client;
        } catch (UserAuthException e) {
            throw given(Causes.notLoggedIn(destination, keys, e));
        } catch (TimeoutException e) {
            throw given(Causes.notConnected(destination, e));
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (IOException e) {
            giveUp();
            if (hostKeys.refusal().isPresent()) {
                throw new Failure(hostKeys.refusal().get());
            }
            if (silent(e)) {
                throw Causes.notConnected(destination, new TimeoutException());
            }
            if (!hostKeys.asked()) {
                throw new Dropped(e);
            }
            throw client.getTransport().isAuthenticated() || !keysExchanged()
                    ? Causes.notConnected(destination, e)
                    : Causes.notLoggedIn(destination, keys, e);
        }
    }

    private static boolean silent(Throwable e) {
        return e instanceof SocketTimeoutException || (e.getCause() != null && silent(e.getCause()));
    }

    /** One key after the other; sshj's own loop would go on after the server hung up, and forget why it did. */
    private void offer(List<AuthMethod> methods) throws IOException {
        UserAuthException last = new UserAuthException("there was no key to offer");
        for (AuthMethod method : methods) {
            try {
                client.auth(destination.user(), method);
                return;
            } catch (UserAuthException e) {
                if (hungUp(e)) {
                    throw e; // another key would only hear that the line is dead, and not why
                }
                last = e;
            } catch (IllegalStateException e) {
                break; // not connected any more: the attempt before was one too many
            }
        }
        throw last;
    }

    private static boolean hungUp(Throwable e) {
        return e instanceof TransportException || (e.getCause() != null && hungUp(e.getCause()));
    }

    private boolean keysExchanged() {
        return client.getTransport().getSessionID() != null;
    }

    private Failure given(Failure failure) {
        giveUp();
        return failure;
    }

    /** Frees what was opened, without waiting for the other side. */
    void giveUp() {
        Thread.ofVirtual().start(() -> {
            for (Closeable one : opened) {
                try {
                    one.close();
                } catch (IOException e) {
                    // It is being thrown away.
                }
            }
            try {
                client.disconnect();
            } catch (IOException e) {
                // It is being thrown away.
            }
        });
    }

    List<Closeable> opened() {
        return List.copyOf(opened);
    }

    private Socket connect() throws IOException {
        IOException last = new UnknownHostException(destination.address());
        for (InetAddress address : InetAddress.getAllByName(destination.address())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, destination.port()), (int)
                        limits.connect().toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** Hands sshj a socket that is connected already. */
    private static final class Ready extends SocketFactory {
        private final Socket socket;

        Ready(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return socket;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return socket;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return socket;
        }
    }
}
