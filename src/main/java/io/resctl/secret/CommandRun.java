package io.resctl.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What came of running a program on the operator's machine; without a shell, and with nothing on its standard input. */
sealed interface CommandRun {
    /**
     * It ran to its end.
     *
     * @param complaint its first line on standard error
     */
    record Ended(int exit, ByteBuffer out, String complaint) implements CommandRun {}

    record TooLong() implements CommandRun {}

    record TooLarge() implements CommandRun {}

    static CommandRun of(List<String> argv, Path folder, Map<String, String> environment, Duration timeout, int largest)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        long deadline = System.nanoTime() + timeout.toNanos();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            FutureTask<byte[]> out = start(() -> upTo(process.getInputStream(), largest + 1));
            FutureTask<byte[]> err = start(() -> upTo(process.getErrorStream(), 4096));
            byte[] printed = out.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (printed.length > largest) {
                return new TooLarge();
            }
            byte[] said = err.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return new TooLong();
            }
            return new Ended(process.exitValue(), ByteBuffer.wrap(printed), firstLine(said));
        } catch (TimeoutException e) {
            return new TooLong();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] upTo(InputStream in, int most) throws IOException {
        byte[] head = in.readNBytes(most);
        if (head.length < most) {
            return head;
        }
        // A program that is not read would never end.
        in.transferTo(OutputStream.nullOutputStream());
        return head;
    }

    private static FutureTask<byte[]> start(Callable<byte[]> work) {
        FutureTask<byte[]> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static String firstLine(byte[] said) {
        return new String(said, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .map(l -> l.length() > 200 ? l.substring(0, 200) : l)
                .orElse("");
    }
}
