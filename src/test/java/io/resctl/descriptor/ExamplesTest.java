package io.resctl.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Host;
import io.resctl.model.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Path TRAINING = Path.of("dist/lib/training.yml");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return Stream.concat(
                            files.filter(f -> f.toString().endsWith(".yml")),
                            Stream.of(Path.of("src/main/resources/io/resctl/app/starter.yml"), TRAINING))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isValidWithoutAWarning(Path example) throws IOException {
        Descriptor.Result result = Descriptor.read(example.toString(), Files.readAllBytes(example));
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.site()).isPresent();
    }

    /** Whoever builds resctl sends nothing to anybody. */
    @Test
    void theOneThatIsTrainedWithAsksLoopbackOnly() throws IOException {
        Site site = Descriptor.read(TRAINING.toString(), Files.readAllBytes(TRAINING))
                .site()
                .orElseThrow();
        assertThat(site.hosts()).extracting(Host::address).isNotEmpty().allMatch(address -> address.startsWith("127."));
    }
}
