package io.resctl.remote.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real ssh-agent of its own. */
final class TestAgent implements AutoCloseable {
    private final Process process;
    private final Path socket;

    private TestAgent(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static TestAgent start(Path socket) throws IOException {
        Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < 100 && !Files.exists(socket); i++) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new TestAgent(process, socket);
    }

    Path socket() {
        return socket;
    }

    void add(Path key) {
        Keygen.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
    }

    void removeAll() {
        Keygen.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", "-D");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
