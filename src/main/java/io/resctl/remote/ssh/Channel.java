package io.resctl.remote.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** A program on the host whose streams are handed on. */
final class Channel implements Duplex {
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
     * Starts a program.
     *
     * @param commandLine a constant: no value of a user stands in it
     */
    static Channel open(Connection connection, String commandLine) throws IOException, InterruptedException {
        Connection.Lease lease = connection.session();
        try {
            Channel channel =
                    new Channel(connection.destination(), lease, lease.session().exec(commandLine));
            Thread.ofVirtual().start(channel::listen);
            return channel;
        } catch (IOException e) {
            lease.close();
            throw e;
        }
    }

    /** Keeps the first line, and reads on: what is not read would fill the window that both outputs share. */
    private void listen() {
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(command.getErrorStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = err.readLine()) != null) {
                complaint.complete(line.strip());
            }
        } catch (IOException e) {
            // The connection is gone; whoever reads the other stream learns why.
        }
        complaint.complete("");
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
