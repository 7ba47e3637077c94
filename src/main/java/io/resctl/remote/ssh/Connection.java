package io.resctl.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A live connection: sessions come from here, never more at once than the server allows. */
final class Connection {
    private final Destination destination;
    private final SSHClient client;
    private final Semaphore sessions;
    private final int most;
    private final List<Closeable> underneath;
    private volatile boolean lost;

    /** The connection turned out to be gone before a session was open: nothing was run, and another connection may be tried. */
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1;

        Gone(Exception cause) {
            super(cause);
        }
    }

    private Connection(Destination destination, SSHClient client, int most, List<Closeable> underneath) {
        this.destination = destination;
        this.client = client;
        this.sessions = new Semaphore(most, true);
        this.most = most;
        this.underneath = underneath;
    }

    /**
     * Connects and logs in; a login that a busy server dropped is tried again.
     *
     * @param starts bounds the logins at once
     */
    static Connection open(
            Destination destination,
            Optional<Connection> jump,
            Semaphore starts,
            Limits limits,
            Config algorithms,
            RandomGenerator random)
            throws Failure, InterruptedException {
        for (int tries = 1; ; tries++) {
            Login login = new Login(destination, limits, algorithms);
            login.reach(jump);
            starts.acquire();
            try {
                return new Connection(destination, login.enter(), limits.sessions(), login.opened());
            } catch (Login.Dropped e) {
                if (tries > limits.busyRetries()) {
                    throw Causes.busy(destination, tries);
                }
            } finally {
                starts.release();
            }
            long pause = Math.min(4000, 250L << (tries - 1));
            Thread.sleep(pause / 2 + random.nextLong(pause));
        }
    }

    Destination destination() {
        return destination;
    }

    boolean alive() {
        return !lost && client.isConnected() && client.isAuthenticated();
    }

    /** Somebody saw it break; sshj itself notices a moment later. */
    void lost() {
        lost = true;
        Thread.ofVirtual().start(this::close);
    }

    /** A session, once fewer than the most are open. Whoever takes it closes it. */
    Lease session() throws IOException, InterruptedException {
        sessions.acquire();
        boolean taken = false;
        try {
            Lease lease = new Lease(start());
            taken = true;
            return lease;
        } finally {
            if (!taken) {
                sessions.release();
            }
        }
    }

    /** Where the server allows fewer sessions than we thought, it says so, and one of ours has to end first. */
    private Session start() throws IOException, InterruptedException {
        while (true) {
            try {
                return client.startSession();
            } catch (OpenFailException e) {
                if (sessions.availablePermits() >= most - 1) {
                    throw e;
                }
                Thread.sleep(100);
            } catch (IOException | IllegalStateException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw new Gone(e);
            }
        }
    }

    DirectConnection through(String address, int port, Duration limit) throws IOException, TimeoutException {
        try {
            return Bounded.call(limit, () -> client.newDirectConnection(address, port));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it. A dead peer makes this wait: call it where waiting harms nobody. */
    void close() {
        try {
            client.disconnect();
        } catch (IOException e) {
            // The other side may be gone already.
        }
        for (Closeable one : underneath) {
            try {
                one.close();
            } catch (IOException e) {
                // The same.
            }
        }
    }

    /** A session that gives its place back when it is closed, and not before the server has closed it. */
    final class Lease implements Closeable {
        private final Session session;
        private boolean open = true;

        private Lease(Session session) {
            this.session = session;
        }

        Session session() {
            return session;
        }

        @Override
        public synchronized void close() {
            if (!open) {
                return;
            }
            open = false;
            // A waiting close would give up at once if the interrupt that ended the work were still pending.
            boolean interrupted = Thread.interrupted();
            try {
                session.close();
            } catch (IOException e) {
                // The connection is gone, and the session with it.
            } finally {
                sessions.release();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
