package io.resctl.testing;

import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** This machine's own {@code sh} in a host's place, standing in a folder of its own: for scripts that need no more than a file system. */
public record LocalShell(String host, Path folder) implements Writer {
    @Override
    public Reply ask(Script question, Duration timeout) {
        return tell(question, timeout, line -> {});
    }

    @Override
    public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-s").directory(folder.toFile()).start();
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(order.text());
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Reply.TimedOut(timeout);
            }
            return new Reply.Answer(process.exitValue(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Engine engine() {
        throw new IllegalStateException("a local shell has no engine");
    }
}
