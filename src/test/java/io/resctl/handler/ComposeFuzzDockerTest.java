package io.resctl.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.ComposeFile;
import io.resctl.model.Names;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Network;
import io.resctl.resource.Owner;
import io.resctl.resource.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values arrive in a container as they were written, through a real shell, a real Compose and a real engine. */
@Tag("docker")
class ComposeFuzzDockerTest {
    private static final String ODD = "'\"$`\\%{}[]()<>|&;#!*?~^=,:@+-/ \n\t\r.aZ0é☃𝄞";
    private static final List<String> KNOWN = List.of(
            "",
            " ",
            "$HOME",
            "${HOME}",
            "$$",
            "$${X}",
            "${X:-y}",
            "it's",
            "\"quoted\"",
            "`id`",
            "$(id)",
            "; rm -rf /",
            "100%",
            "%[src]",
            "{{.ID}}",
            "two\nlines\n",
            "\ttab\r",
            "yes",
            "null",
            "0x10",
            "1.0",
            "- a",
            "a: b",
            "#x",
            "a #b",
            "\\",
            "\\n",
            "ends\\",
            "!tag",
            "&anchor",
            "*alias",
            "\u0085\u2028\ufeff",
            "\u0001\u001f\u007f",
            "☃𝄞");

    @Test
    void environmentCommandAndSecretsArriveUnharmed() {
        long seed = System.nanoTime();
        List<String> values = new ArrayList<>(KNOWN);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            values.add(odd(random));
        }
        Names names = new Names("acme");
        ComposeFile compose = new ComposeFile(names, "service", "nap", "nap:1").env("PLAIN", "x");
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "sleep 1000", "nap"));
        for (int i = 0; i < values.size(); i++) {
            compose.env("V" + i, values.get(i)).envFromOutside("S" + i);
            expected.put("V" + i, values.get(i));
            expected.put("S" + i, values.get(i));
            secrets.put("S" + i, values.get(i));
            command.add(values.get(i));
        }
        compose.command(command);

        try (Box box = Box.start()) {
            box.sh(
                    "tar -chf - /bin/sh /bin/sleep /lib/x86_64-linux-gnu/libc.so.6 /lib64/ld-linux-x86-64.so.2 2>/dev/null"
                            + " | docker import - nap:1 >/dev/null");
            box.mustMake(new Network(names.network(), names.bridge()));
            box.mustMake(new Directory("/etc/resctl/acme/service/s", "0700", Owner.ROOT, false));
            List<String> files = new ArrayList<>();
            secrets.forEach((name, value) -> {
                TextFile file =
                        new TextFile("/etc/resctl/acme/service/s/" + name, Content.text(value), "0400", Owner.ROOT);
                box.mustMake(file);
                box.assertAsWished(file);
                files.add(file.path());
            });
            TextFile text =
                    new TextFile("/etc/resctl/acme/service/nap.yml", Content.text(compose.text()), "0644", Owner.ROOT);
            box.mustMake(text);
            Container container = new Container(
                    compose.container(),
                    names.project("service"),
                    text.path(),
                    "nap",
                    compose.definition(),
                    "resctl-acme@nap.service",
                    files);
            box.mustMake(container);
            box.assertAsWished(container);
            box.sh("docker start " + compose.container());
            String process = "/proc/$(docker inspect -f '{{.State.Pid}}' " + compose.container() + ")";
            Map<String, String> environment = new LinkedHashMap<>();
            for (String entry : split(box.sh("base64 -w0 " + process + "/environ"))) {
                environment.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
            }
            assertThat(environment).as("seed %d", seed).containsAllEntriesOf(expected);
            assertThat(split(box.sh("base64 -w0 " + process + "/cmdline")))
                    .as("seed %d", seed)
                    .isEqualTo(command);
        }
    }

    private static String odd(Random random) {
        int[] alphabet = ODD.codePoints().toArray();
        StringBuilder value = new StringBuilder();
        int length = random.nextInt(1, 24);
        for (int i = 0; i < length; i++) {
            value.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return value.toString();
    }

    private static List<String> split(String base64) {
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        return List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
