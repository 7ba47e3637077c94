package io.resctl.remote.ssh;

import io.resctl.host.Quote;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A program on the host whose streams are handed on. */
final class Channel implements Duplex {
    private static final String START = "resctl: stream starts";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Destination destination;
    private final Connection.Lease lease;
    private final Session.Command command;
    private final CompletableFuture<String> complaint = new CompletableFuture<>();

    private Channel(Destination destination, Connection.Lease lease, Session.Command command) {
        this.destination = destination;
        this.lease = lease;
        this.command = command;
    }

    /**
     * Starts a program as root.
     *
     * @param program a constant: no value of a user stands in it
     */
    static Channel open(Connection connection, String program) throws IOException, InterruptedException {
        Destination destination = connection.destination();
        String marked = "printf '\\n%s\\n' '" + START + "' >&2; printf '\\n%s\\n' '" + START + "'; exec " + program;
        Connection.Lease lease = connection.session();
        try {
            Channel channel = new Channel(
                    destination,
                    lease,
                    lease.session().exec((destination.root() ? "sh -c " : "sudo -n sh -c ") + Quote.sh(marked)));
            Thread.ofVirtual().start(channel::listen);
            Bounded.call(PATIENCE, channel::skipNoise);
            return channel;
        } catch (IOException | InterruptedException e) {
            lease.close();
            throw e;
        } catch (TimeoutException e) {
            Thread.ofVirtual().start(lease::close);
            throw Causes.lost(destination, e);
        }
    }

    /** What a login prints before the program starts is not the program's. */
    private boolean skipNoise() throws IOException {
        InputStream raw = command.getInputStream();
        StringBuilder before = new StringBuilder();
        StringBuilder line = new StringBuilder();
        int one;
        while ((one = raw.read()) >= 0) {
            if (one != '\n') {
                line.append((char) one);
            } else if (line.toString().equals(START)) {
                return true;
            } else {
                before.append(line).append('\n');
                line.setLength(0);
            }
        }
        throw Causes.noShell(destination, before.append(line).toString(), complaint(), Optional.empty());
    }

    /** Keeps the first line of the program, and reads on: what is not read would fill the window that both outputs share. */
    private void listen() {
        String noise = "";
        boolean started = false;
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(command.getErrorStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = err.readLine()) != null) {
                if (started) {
                    complaint.complete(line.strip());
                } else if (line.equals(START)) {
                    started = true;
                } else {
                    noise = line.isBlank() ? noise : line.strip();
                }
            }
        } catch (IOException e) {
            // The connection is gone; whoever reads the other stream learns why.
        }
        complaint.complete(started ? "" : noise);
    }

    @Override
    public InputStream in() {
        InputStream raw = command.getInputStream();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return named(raw::read);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return named(() -> raw.read(bytes, offset, length));
            }

            @Override
            public int available() throws IOException {
                return raw.available();
            }
        };
    }

    @Override
    public OutputStream out() {
        OutputStream raw = command.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                named(() -> {
                    raw.write(bytes, offset, length);
                    return length;
                });
            }

            @Override
            public void flush() throws IOException {
                named(() -> {
                    raw.flush();
                    return 0;
                });
            }
        };
    }

    private interface Transfer {
        int run() throws IOException;
    }

    /** A lost connection gets the host's name and what to do, however deep in a library it shows. */
    private int named(Transfer transfer) throws IOException {
        try {
            return transfer.run();
        } catch (IOException e) {
            throw Causes.lost(destination, e);
        }
    }

    @Override
    public String complaint() {
        try {
            return complaint.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        Thread.ofVirtual().start(lease::close);
    }
}
