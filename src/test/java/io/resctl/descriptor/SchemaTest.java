package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.resctl.diag.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors use and the reader that decides must say the same. */
class SchemaTest {
    private static final Path SCHEMA = Path.of("src/main/resources/io/resctl/descriptor/site.schema.json");
    private static final Path FULL = Path.of("src/test/resources/descriptor/full.yml");

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);

    SchemaTest() throws IOException {}

    static List<Path> good() throws IOException {
        return Stream.concat(
                        ExamplesTest.examples().stream(),
                        Stream.of(FULL, Path.of("src/test/resources/descriptor/good.yml")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothAccept(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(read(text).diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void haveTheSameKeys(Keys keys) throws IOException {
        JsonNode root = new ObjectMapper().readTree(SCHEMA.toFile());
        JsonNode node = mapping(root, root);
        for (String step : keys.path().isEmpty() ? new String[0] : keys.path().split("\\.")) {
            node = mapping(root, child(node, step));
        }
        List<String> inSchema = new ArrayList<>();
        node.path("properties").fieldNames().forEachRemaining(inSchema::add);
        assertThat(inSchema).containsExactlyInAnyOrderElementsOf(keys.known());
        assertThat(node.path("additionalProperties").asBoolean(true)).isFalse();
        node.path("properties")
                .forEach(p -> assertThat(described(root, p)).as(p.toString()).isTrue());
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void bothRefuseAWrongTypeOfEveryKey(Keys keys) throws IOException {
        Tree full = full();
        for (String key : keys.known()) {
            List<List<String>> written = paths(full, keys, key);
            assertThat(written).as(keys + " " + key + " in full.yml").isNotEmpty();
            for (List<String> path : written) {
                String text = new TreeText(path, TreeText.Edit.WRONG_TYPE).write(full);
                assertThat(errors(text)).as(path.toString()).isNotEmpty();
                assertThat(schema.validate(text, InputFormat.YAML))
                        .as(path.toString())
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void agreeOnWhatIsRequired(Keys keys) throws IOException {
        Tree full = full();
        for (String key : keys.known()) {
            for (List<String> path : paths(full, keys, key)) {
                String text = new TreeText(path, TreeText.Edit.LEFT_OUT).write(full);
                boolean required =
                        errors(text).contains("key.missing") || errors(text).contains("secret.source");
                assertThat(schema.validate(text, InputFormat.YAML).isEmpty())
                        .as(path.toString())
                        .isEqualTo(!required);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void bothRefuseAStranger(Keys keys) throws IOException {
        Tree full = full();
        for (List<String> path : mappings(full, keys)) {
            String text = new TreeText(path, TreeText.Edit.STRANGER_ADDED).write(full);
            assertThat(errors(text)).as(path.toString()).contains("key.unknown");
            assertThat(schema.validate(text, InputFormat.YAML))
                    .as(path.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void whatTheWriterOfThisTestWritesIsTheSameSite() throws IOException {
        String text = new TreeText(List.of(), TreeText.Edit.LEFT_OUT).write(full());
        assertThat(read(text).site()).isEqualTo(read(Files.readString(FULL)).site());
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatHasAWrongForm() throws IOException {
        Set<String> forms = Set.of("key.unknown", "key.missing", "value.type", "later", "name.form", "list.empty");
        for (Path file : BadDescriptorsTest.cases()) {
            String text = Files.readString(file);
            if (read(text).diagnostics().stream().anyMatch(d -> forms.contains(d.code()))) {
                assertThat(schema.validate(text, InputFormat.YAML))
                        .as(file.toString())
                        .isNotEmpty();
            }
        }
    }

    private static Descriptor.Result read(String text) {
        return Descriptor.read("site.yml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> errors(String text) {
        return read(text).diagnostics().stream()
                .filter(Diagnostic::isError)
                .map(Diagnostic::code)
                .toList();
    }

    private static Tree full() throws IOException {
        return TreeReader.read("full.yml", Files.readString(FULL), new Findings())
                .orElseThrow();
    }

    /** Where a key of some mapping stands in the tree: once for every name or item. */
    private static List<List<String>> paths(Tree tree, Keys keys, String key) {
        return mappings(tree, keys).stream()
                .map(path -> Stream.concat(path.stream(), Stream.of(key)).toList())
                .filter(path -> at(tree, path).isPresent())
                .toList();
    }

    private static List<List<String>> mappings(Tree tree, Keys keys) {
        List<List<String>> found = List.of(List.of());
        for (String step : keys.path().isEmpty() ? new String[0] : keys.path().split("\\.")) {
            found = found.stream()
                    .flatMap(path -> (step.equals("*") ? steps(at(tree, path).orElseThrow()) : List.of(step))
                            .stream()
                                    .map(s -> Stream.concat(path.stream(), Stream.of(s))
                                            .toList()))
                    .filter(path -> at(tree, path).isPresent())
                    .toList();
        }
        return found.stream()
                .filter(path -> at(tree, path).orElseThrow() instanceof Tree.Fields)
                .toList();
    }

    private static List<String> steps(Tree tree) {
        return switch (tree) {
            case Tree.Fields f -> List.copyOf(f.fields().keySet());
            case Tree.Items list ->
                Stream.iterate(0, i -> i < list.items().size(), i -> i + 1)
                        .map(String::valueOf)
                        .toList();
            case Tree.Text _ -> List.of();
        };
    }

    private static Optional<Tree> at(Tree tree, List<String> path) {
        Tree here = tree;
        for (String step : path) {
            Optional<Tree> next = switch (here) {
                case Tree.Fields f -> Optional.ofNullable(f.fields().get(step)).map(Tree.Field::value);
                case Tree.Items list -> Optional.of(list.items().get(Integer.parseInt(step)));
                case Tree.Text _ -> Optional.empty();
            };
            if (next.isEmpty()) {
                return next;
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    private static JsonNode child(JsonNode node, String step) {
        if (!step.equals("*")) {
            return node.path("properties").path(step);
        }
        return node.has("items") ? node.path("items") : node.path("additionalProperties");
    }

    /** The alternative that is a mapping or a list, references resolved. */
    private static JsonNode mapping(JsonNode root, JsonNode node) {
        for (JsonNode alternative : node.path("anyOf")) {
            if (alternative.path("type").asText().equals("object")) {
                return alternative;
            }
        }
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static boolean described(JsonNode root, JsonNode property) {
        return property.has("description")
                || root.at(property.path("$ref").asText("#/none").substring(1)).has("description");
    }
}
