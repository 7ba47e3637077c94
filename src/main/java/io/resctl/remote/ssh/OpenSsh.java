package io.resctl.remote.ssh;

import io.resctl.diag.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The user's own OpenSSH configuration. */
interface OpenSsh {
    SshConfig lookUp(String host, Optional<String> user, Optional<Integer> port) throws Failure;

    /** As {@code ssh -G} resolves it; OpenSSH's defaults where there is no {@code ssh}. */
    static OpenSsh installed(Optional<Path> configFile) {
        return (host, user, port) -> {
            List<String> command = new ArrayList<>(List.of("ssh", "-G"));
            configFile.ifPresent(f -> command.addAll(List.of("-F", f.toString())));
            user.ifPresent(u -> command.addAll(List.of("-l", u)));
            port.ifPresent(p -> command.addAll(List.of("-p", p.toString())));
            command.addAll(List.of("--", host));
            return run(command, host);
        };
    }

    private static SshConfig run(List<String> command, String host) throws Failure {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException noSuchProgram) {
            return SshConfig.defaults();
        }
        try {
            process.getOutputStream().close();
            Output output = Bounded.call(Duration.ofSeconds(10), () -> Output.of(process));
            if (output.exit() == 0) {
                return SshConfig.parse(output.out());
            }
            throw refused(host, output.err().strip());
        } catch (TimeoutException e) {
            throw refused(host, "ssh -G gave no answer within 10 s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(host, "interrupted");
        } catch (Failure e) {
            throw e;
        } catch (IOException e) {
            throw refused(host, String.valueOf(e.getMessage()));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Failure refused(String host, String why) {
        return new Failure(Diagnostic.error(
                "ssh.config",
                "your OpenSSH configuration cannot be read for " + host + ": " + why,
                "mend what this command complains of: ssh -G " + Destination.shell(host)));
    }

    /** What a process that ends by itself left. */
    record Output(int exit, String out, String err) {
        static Output of(Process process) throws IOException, InterruptedException {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // ssh -G complains in a few lines, which fit into the pipe.
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), out, err);
        }
    }
}
