package io.resctl.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A pipeline's file as what it asks of a runner. */
interface Pipeline {
    /**
     * What runs in a workspace of its own.
     *
     * @param when its condition, if it has one
     * @param outputs what later jobs learn from it, by name
     */
    record Job(String name, Optional<String> when, List<Step> steps, Map<String, String> outputs) {}

    sealed interface Step {}

    /** The repository's files come into the workspace. */
    record Checkout() implements Step {}

    /** Files of the workspace are kept for later jobs. */
    record Save(List<String> files) implements Step {}

    /** What earlier jobs kept comes into the workspace. */
    record Load() implements Step {}

    /**
     * A script.
     *
     * @param options of the shell that runs it
     * @param environment in which expressions may stand
     * @param always also after a step that failed
     */
    record Script(String id, String options, String text, Map<String, String> environment, boolean always)
            implements Step {}

    /** In the order in which they run. */
    List<Job> jobs();

    /** Replaces what a pipeline writes for a value by the value. A name that is not known is an error. */
    String fill(String text, Map<String, String> context);

    static JsonNode read(Path file) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> words(JsonNode node) {
        Map<String, String> words = new TreeMap<>();
        node.properties()
                .forEach(field -> words.put(field.getKey(), field.getValue().asText()));
        return words;
    }
}
