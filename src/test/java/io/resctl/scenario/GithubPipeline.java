package io.resctl.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitHub Actions, as far as {@code examples/ci/github.yml} uses it. */
record GithubPipeline(Path file) implements Pipeline {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([^ }]+) *}}");

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        JsonNode all = Pipeline.read(file).path("jobs");
        all.properties().forEach(field -> {
            JsonNode job = field.getValue();
            String needs = job.path("needs").asText();
            if (!needs.isEmpty()
                    && jobs.stream().noneMatch(before -> before.name().equals(needs))) {
                throw new AssertionError(field.getKey() + " needs " + needs + ", which stands below it");
            }
            List<Step> steps = new ArrayList<>();
            job.path("steps").forEach(step -> steps.add(step(step, Pipeline.words(job.path("env")))));
            Optional<String> when = Optional.of(job.path("if").asText()).filter(w -> !w.isEmpty());
            jobs.add(new Job(field.getKey(), when, steps, Pipeline.words(job.path("outputs"))));
        });
        return jobs;
    }

    private static Step step(JsonNode step, Map<String, String> jobEnvironment) {
        String uses = step.path("uses").asText().replaceFirst("@.*", "");
        JsonNode with = step.path("with");
        return switch (uses) {
            case "" -> {
                Map<String, String> environment = new TreeMap<>(jobEnvironment);
                environment.putAll(Pipeline.words(step.path("env")));
                boolean always = step.path("if").asText().equals("always()");
                yield new Script(
                        step.path("id").asText(), "-e", step.path("run").asText(), environment, always);
            }
            case "actions/checkout" -> new Checkout();
            case "actions/upload-artifact" ->
                new Save(with.path("path").asText().lines().toList());
            case "actions/download-artifact" -> new Load();
            default -> throw new AssertionError("no runner here knows " + uses);
        };
    }

    @Override
    public String fill(String text, Map<String, String> context) {
        return EXPRESSION.matcher(text).replaceAll(m -> Matcher.quoteReplacement(Condition.value(m.group(1), context)));
    }
}
