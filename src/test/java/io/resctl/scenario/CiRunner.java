package io.resctl.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A machine that runs pipelines: a container with {@code resctl} on its PATH, a home of its own, and the way to the lab's hosts. */
final class CiRunner implements AutoCloseable {
    private static final String WORK = "/runner/work";
    private static final String KEPT = "/runner/kept";
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();

    private final String name;
    private final Map<String, String> repository;

    /** What the last job printed. */
    private String said = "";

    /**
     * Starts it.
     *
     * @param lab its name begins with this one's
     * @param repository the files that a checkout brings, by name
     */
    CiRunner(String lab, Map<String, String> repository) {
        this.name = "resctl-lab-" + lab + "-runner";
        this.repository = repository;
        Path java = Path.of(System.getProperty("java.home"));
        List<String> command =
                new ArrayList<>(List.of("docker", "run", "-d", "--rm", "--name", name, "--network", "host"));
        // With the lab's label it is removed with the lab, whatever happens here.
        command.addAll(List.of("--label", "io.resctl.lab=" + lab, "--entrypoint", "sleep"));
        command.addAll(
                List.of("-e", "JAVA_HOME=" + java, "-e", "PATH=" + REPOSITORY + "/dist:/usr/sbin:/usr/bin:/sbin:/bin"));
        command.addAll(List.of("-v", REPOSITORY + ":" + REPOSITORY + ":ro", "-v", java + ":" + java + ":ro"));
        command.addAll(List.of("resctl-lab/host:trixie", "infinity"));
        must(command, "");
        in("mkdir -p " + WORK + " " + KEPT);
    }

    /** Runs the jobs whose conditions hold; stops at the first that fails. */
    Run run(Pipeline pipeline, Map<String, String> context, Map<String, String> variables) {
        List<String> ran = new ArrayList<>();
        Map<String, String> known = new TreeMap<>(context);
        for (Pipeline.Job job : pipeline.jobs()) {
            if (job.when().filter(when -> !Condition.holds(when, known)).isPresent()) {
                continue;
            }
            ran.add(job.name());
            int exit = job(job, pipeline, known, variables);
            if (exit != 0) {
                return new Run(ran, exit, said);
            }
        }
        return new Run(ran, 0, said);
    }

    /**
     * How a pipeline ended.
     *
     * @param jobs those that ran
     * @param exit of the script that failed, or 0
     */
    record Run(List<String> jobs, int exit, String said) {
        Run exits(int expected) {
            if (exit != expected) {
                throw new AssertionError(jobs + " exit " + exit + " instead of " + expected + "\n" + said);
            }
            return this;
        }
    }

    private int job(Pipeline.Job job, Pipeline pipeline, Map<String, String> known, Map<String, String> variables) {
        in("rm -rf " + WORK + " && mkdir -p " + WORK);
        said = "";
        int exit = 0;
        for (Pipeline.Step step : job.steps()) {
            if (exit == 0 || (step instanceof Pipeline.Script script && script.always())) {
                int own = step(step, pipeline, known, variables);
                exit = exit == 0 ? own : exit;
            }
        }
        if (exit == 0) {
            String prefix = "needs." + job.name() + ".outputs.";
            job.outputs().forEach((output, value) -> known.put(prefix + output, pipeline.fill(value, known)));
        }
        return exit;
    }

    private int step(Pipeline.Step step, Pipeline pipeline, Map<String, String> known, Map<String, String> variables) {
        switch (step) {
            case Pipeline.Checkout _ -> repository.forEach((file, text) -> write(WORK + "/" + file, text));
            case Pipeline.Load _ -> in("cp -a " + KEPT + "/. " + WORK);
            case Pipeline.Save save -> save.files().forEach(file -> in("cp -a " + WORK + "/" + file + " " + KEPT));
            case Pipeline.Script script -> {
                return script(script, pipeline, known, variables);
            }
        }
        return 0;
    }

    private int script(
            Pipeline.Script script, Pipeline pipeline, Map<String, String> known, Map<String, String> variables) {
        Map<String, String> environment = new TreeMap<>(variables);
        script.environment().forEach((key, value) -> environment.put(key, pipeline.fill(value, known)));
        environment.put("GITHUB_OUTPUT", "/runner/output");
        write("/runner/script", pipeline.fill(script.text(), known));
        write("/runner/output", "");
        List<String> command = new ArrayList<>(List.of("docker", "exec", "-w", WORK));
        environment.keySet().forEach(key -> command.addAll(List.of("-e", key)));
        command.addAll(List.of(name, "sh", "-c", "exec bash " + script.options() + " /runner/script </dev/null 2>&1"));
        LabSite.Shell done = exec(command, "", environment);
        said += done.out();
        in("cat /runner/output")
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(output -> known.put("steps." + script.id() + ".outputs." + output[0], output[1]));
        return done.exit();
    }

    String in(String script) {
        return must(List.of("docker", "exec", name, "bash", "-c", script), "");
    }

    void write(String file, String text) {
        must(List.of("docker", "exec", "-i", name, "sh", "-c", "umask 077; cat > " + file), text);
    }

    private static String must(List<String> command, String input) {
        LabSite.Shell done = exec(command, input, Map.of());
        if (done.exit() != 0) {
            throw new AssertionError(command + "\nexit " + done.exit() + "\n" + done.out());
        }
        return done.out();
    }

    /** Values go by the environment of {@code docker}, never by its arguments. */
    private static LabSite.Shell exec(List<String> command, String input, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command);
            }
            return new LabSite.Shell(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        LabSite.sh("docker rm -f " + name);
    }
}
