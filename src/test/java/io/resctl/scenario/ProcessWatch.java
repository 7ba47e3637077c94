package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Looks for words in the arguments and environments of every process, many times a second: the operator's, the hosts', and those
 * in the hosts' containers. One look sees them all, since hosts are containers of this machine.
 */
final class ProcessWatch implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/resources/scenario/process-watch.py");

    private final Process process;
    private final BufferedReader out;
    private final List<String> words;
    private final List<Find> finds = new ArrayList<>();

    /**
     * A process that held one of the words.
     *
     * @param word which
     * @param place a host's name; {@code operator}; or {@code gone} where it ended before that could be told
     * @param kind {@code arguments} or {@code environment}
     * @param arguments the command
     */
    record Find(String word, String place, String kind, String arguments) {}

    /** All that was found, in how many looks, in how many milliseconds. */
    record Seen(List<Find> finds, int looks, int millis) {
        List<Find> of(String word) {
            return finds.stream().filter(find -> find.word().equals(word)).toList();
        }
    }

    private ProcessWatch(Process process, List<String> words) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.words = words;
    }

    /** Begins; it looks once before this returns. It ends by itself after twenty minutes. */
    static ProcessWatch start(LabSite site, List<String> words) {
        try {
            Process process = new ProcessBuilder(
                            "docker",
                            "run",
                            "-i",
                            "--rm",
                            "--pid=host",
                            "--network=none",
                            "--cap-add=SYS_PTRACE",
                            "--security-opt=apparmor=unconfined",
                            "--label=io.resctl.lab=" + site.lab,
                            "--entrypoint=python3",
                            "resctl-lab/host:trixie",
                            "-c",
                            Files.readString(SCRIPT))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var in = process.outputWriter(StandardCharsets.UTF_8);
            in.write(String.join("\n", hexadecimal(words), containers(site), LabSite.SECRET_VARIABLE) + "\n");
            in.flush();
            ProcessWatch watch = new ProcessWatch(process, words);
            watch.readUntil("looking");
            return watch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the watch. */
    Seen stop() {
        try {
            process.outputWriter().close();
            String[] last = readUntil("looked").split(" ");
            return new Seen(List.copyOf(finds), Integer.parseInt(last[1]), Integer.parseInt(last[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readUntil(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            String[] find = line.split(" ", 5);
            finds.add(new Find(words.get(Integer.parseInt(find[1])), find[2], find[3], find[4]));
        }
        throw new AssertionError("the watch ended before it was told to; finds: " + finds);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static String hexadecimal(List<String> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word -> HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    private static String containers(LabSite site) {
        List<String> pairs = new ArrayList<>();
        for (String host : HOSTS) {
            String id = LabSite.sh("docker inspect -f '{{.Id}}' " + site.container(host))
                    .out()
                    .strip();
            pairs.add(id + "=" + host);
        }
        return String.join(" ", pairs);
    }
}
