package io.resctl.exec;

import io.resctl.observe.MadeSecrets;
import io.resctl.resource.Content.Piece;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the secrets of an action out of what its order said: as they are, line by line, in base64, URL-encoded, and what is made from them. Orders do not
 * print them; the programs that they call might.
 */
final class Redaction {
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    static Redaction of(Resource resource, Known known) {
        Stream<String> plain = MadeSecrets.in(resource)
                .flatMap(name -> known.secret(name).stream())
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()));
        Stream<String> derived = resource.wants().values().stream()
                .filter(content -> content.sensitive())
                .flatMap(content -> content.pieces().stream())
                .flatMap(piece -> piece instanceof Piece.Derived d ? known.derived(d).stream() : Stream.empty());
        return new Redaction(Stream.concat(plain.flatMap(Redaction::forms), derived)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "(secret)");
        }
        return clean;
    }

    private static Stream<String> forms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return Stream.of(
                value,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                encoded,
                encoded.replace("+", "%20"));
    }
}
