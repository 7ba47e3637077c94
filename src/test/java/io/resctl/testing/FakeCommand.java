package io.resctl.testing;

import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A local shell that finds one command in its folder first: a script of the test's own. */
public record FakeCommand(LocalShell shell) implements Writer {
    public static FakeCommand of(Path folder, String name, String code) {
        try {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Path command = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + code);
            Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new FakeCommand(new LocalShell("h", folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String host() {
        return shell.host();
    }

    @Override
    public Reply ask(Script question, Duration timeout) {
        return tell(question, timeout, line -> {});
    }

    @Override
    public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
        return shell.tell(
                Script.composed(List.of(order), texts -> "PATH=$PWD/bin:$PATH\n" + texts.getFirst()),
                timeout,
                progress);
    }

    @Override
    public Engine engine() {
        return shell.engine();
    }
}
