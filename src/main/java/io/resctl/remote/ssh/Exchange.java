package io.resctl.remote.ssh;

import io.resctl.host.Reply;
import io.resctl.host.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;

/** One script sent, and what came back. */
final class Exchange {
    /** Printed by the shell on both outputs before the script: what stands before is a login's noise, and without it no shell was there. */
    private static final String START = "resctl: script starts";

    private static final String PROGRESS = "progress: ";

    private final Connection connection;
    private final Script script;
    private final Duration timeout;
    private final Consumer<String> progress;
    private volatile boolean over;

    Exchange(Connection connection, Script script, Duration timeout, Consumer<String> progress) {
        this.connection = connection;
        this.script = script;
        this.timeout = timeout;
        this.progress = progress;
    }

    Reply run() throws Connection.Gone {
        Destination destination = connection.destination();
        try {
            return Bounded.call(timeout, this::exchange);
        } catch (TimeoutException e) {
            return new Reply.TimedOut(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Unreachable(Causes.lost(destination, e).diagnostic());
        } catch (Failure e) {
            return new Reply.Unreachable(e.diagnostic());
        } catch (Connection.Gone e) {
            throw e;
        } catch (IOException e) {
            connection.lost();
            return new Reply.Unreachable(Causes.lost(destination, e).diagnostic());
        } finally {
            over = true;
        }
    }

    /**
     * The shell reads the whole script before it runs the first line, since it stands in braces: a script that was cut off on the way does
     * nothing, and a command that reads standard input does not eat the script.
     */
    static String framed(String script) {
        return "printf '\\n%s\\n' '" + START + "'; printf '\\n%s\\n' '" + START + "' >&2\n"
                + "LC_ALL=C; PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH\n"
                + "unset LANGUAGE; umask 022; cd /\n"
                + "{ :\n" + script + "\n} </dev/null\n";
    }

    static String shell(Destination destination) {
        return destination.root() ? "sh -s" : "sudo -n sh -s";
    }

    private Reply exchange() throws IOException, InterruptedException {
        Connection.Lease lease = connection.session();
        try {
            Session.Command command = lease.session().exec(shell(connection.destination()));
            FutureTask<byte[]> out = start(() -> command.getInputStream().readAllBytes());
            FutureTask<Complaints> err = start(() -> complaints(command.getErrorStream()));
            Thread.ofVirtual().start(() -> send(command.getOutputStream()));
            command.join();
            Complaints said = result(err);
            String text = new String(result(out), StandardCharsets.UTF_8);
            lease.close(); // the exit status is sure only now
            return reply(command, text, said);
        } finally {
            lease.close();
        }
    }

    private Reply reply(Session.Command command, String out, Complaints said) throws Failure {
        Destination destination = connection.destination();
        Optional<Integer> exit = Optional.ofNullable(command.getExitStatus());
        if (command.getExitSignal() != null) {
            exit = Optional.of(killedBy(command.getExitSignal()));
        }
        if (!said.started()) {
            throw Causes.noShell(destination, out, said.text(), exit);
        }
        if (exit.isEmpty()) {
            throw Causes.lost(destination, new IOException("the session ended without an exit status"));
        }
        int start = out.indexOf(START + "\n");
        return new Reply.Answer(exit.get(), start < 0 ? out : out.substring(start + START.length() + 1), said.text());
    }

    /** As a shell reports it: 128 and the signal's number. */
    private static int killedBy(Signal signal) {
        return 128
                + switch (signal) {
                    case HUP -> 1;
                    case INT -> 2;
                    case QUIT -> 3;
                    case ILL -> 4;
                    case ABRT -> 6;
                    case FPE -> 8;
                    case KILL -> 9;
                    case USR1 -> 10;
                    case SEGV -> 11;
                    case USR2 -> 12;
                    case PIPE -> 13;
                    case ALRM -> 14;
                    case TERM -> 15;
                    case UNKNOWN -> 0;
                };
    }

    private void send(OutputStream out) {
        try (out) {
            out.write(framed(script.text()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Either no shell reads, or the connection is gone: what comes back says which.
        }
    }

    /**
     * What stood on standard error.
     *
     * @param started whether the script began; if not, the text is the login's
     */
    private record Complaints(boolean started, String text) {}

    private Complaints complaints(InputStream err) throws IOException {
        boolean started = false;
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int count;
        while ((count = err.read(buffer)) >= 0) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != '\n') {
                    line.write(buffer[i]);
                    continue;
                }
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                if (!started && whole.equals(START)) {
                    started = true;
                    text.setLength(0);
                } else if (started && whole.startsWith(PROGRESS)) {
                    report(whole.substring(PROGRESS.length()));
                } else {
                    text.append(whole).append('\n');
                }
            }
        }
        return new Complaints(
                started, text.append(line.toString(StandardCharsets.UTF_8)).toString());
    }

    private void report(String line) {
        if (!over) {
            progress.accept(line);
        }
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
