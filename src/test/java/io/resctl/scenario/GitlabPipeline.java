package io.resctl.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitLab CI, as far as {@code examples/ci/gitlab.yml} uses it: its variables are the environment of every script. */
record GitlabPipeline(Path file) implements Pipeline {
    @Override
    public List<Job> jobs() {
        JsonNode all = Pipeline.read(file);
        List<Job> jobs = new ArrayList<>();
        for (JsonNode stage : all.path("stages")) {
            all.properties().forEach(field -> {
                if (field.getValue().path("stage").equals(stage)) {
                    jobs.add(job(field.getKey(), field.getValue(), all));
                }
            });
        }
        return jobs;
    }

    private static Job job(String name, JsonNode job, JsonNode all) {
        JsonNode parent = all.path(job.path("extends").asText());
        List<Step> steps = new ArrayList<>(List.of(new Checkout(), new Load()));
        // One shell runs what comes before and the script itself.
        String script = lines(own(job, parent, "before_script")) + lines(own(job, parent, "script"));
        steps.add(new Script("", "-eo pipefail", script, Map.of(), false));
        String after = lines(own(job, parent, "after_script"));
        if (!after.isEmpty()) {
            steps.add(new Script("", "-eo pipefail", after, Map.of(), true));
        }
        List<String> kept = new ArrayList<>();
        job.path("artifacts").path("paths").forEach(path -> kept.add(path.asText()));
        if (!kept.isEmpty()) {
            steps.add(new Save(kept));
        }
        Optional<String> when =
                Optional.of(job.path("rules").path(0).path("if").asText()).filter(w -> !w.isEmpty());
        return new Job(name, when, steps, Map.of());
    }

    private static JsonNode own(JsonNode job, JsonNode parent, String key) {
        return job.has(key) ? job.path(key) : parent.path(key);
    }

    private static String lines(JsonNode list) {
        StringBuilder text = new StringBuilder();
        list.forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString();
    }

    @Override
    public String fill(String text, Map<String, String> context) {
        return text;
    }
}
