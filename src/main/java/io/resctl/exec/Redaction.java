package io.resctl.exec;

import io.resctl.observe.MadeSecrets;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes the secrets of an action out of what its order said. Orders do not print them; the programs that they call might. */
final class Redaction {
    private static final int SHORTEST = 4;

    private Redaction() {}

    static String of(String text, Resource resource, Known known) {
        List<String> secrets = MadeSecrets.in(resource)
                .flatMap(name -> known.secret(name).stream())
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "(secret)");
        }
        return clean;
    }
}
