package io.resctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The pipelines that we offer call commands that exist, with options that exist, in an order that works. */
class CiExamplesTest {
    private static final Pattern CALL = Pattern.compile("(?m)^ *(?:- )?(?:run: )?resctl ([^>|\n]+)");

    @ParameterizedTest
    @ValueSource(strings = {"github.yml", "gitlab.yml"})
    void callWhatExists(String example) throws IOException {
        String text = Files.readString(Path.of("examples/ci", example));
        List<List<String>> calls = CALL.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(call -> call.replaceFirst("^.*?resctl ", "").strip())
                .map(call -> List.of(call.split(" +")))
                .toList();
        assertThat(calls).extracting(List::getFirst).containsExactly("validate", "plan", "apply");
        assertThat(calls.get(1)).containsSequence("-o", "json").containsSequence("--out", "site.plan");
        assertThat(calls.get(2)).contains("site.plan", "--yes");
        CommandLine line = Typed.line();
        for (List<String> call : calls) {
            assumeTrue(
                    line.getSubcommands().containsKey(call.getFirst()),
                    "resctl has no command `" + call.getFirst() + "` yet");
            line.parseArgs(call.toArray(new String[0]));
        }
    }
}
