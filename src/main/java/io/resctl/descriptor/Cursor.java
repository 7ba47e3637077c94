package io.resctl.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One value of the descriptor. Asked for the form that is due, it gives that, or nothing and a finding: readers never
 * look at YAML's own idea of a type.
 *
 * @param key where its key stands, for findings about what is missing inside
 */
record Cursor(Reading reading, Place place, Place key, Tree tree) {
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,29}[a-z0-9])?");

    /** A mapping with fixed keys; unknown ones are reported at once. A mapping where nothing is written is empty. */
    Optional<Section> section(Keys keys) {
        return fields("a mapping with the keys " + Words.list(keys.known())).map(f -> new Section(this, f, keys));
    }

    /** A mapping of names to values, as in {@code services:}. Entries with a bad name are reported and kept. */
    Map<String, Cursor> named(String what) {
        Map<String, Cursor> entries = new LinkedHashMap<>();
        fields("a mapping of names to values")
                .ifPresent(f -> f.fields().forEach((name, field) -> {
                    Cursor entry = child(name, field);
                    if (!NAME.matcher(name).matches()) {
                        entry.errorAtKey(
                                "name.form",
                                Words.quote(name) + " cannot be the name of a " + what,
                                "a name begins with a letter a-z, goes on with letters, digits and hyphens, "
                                        + "and has 31 characters at most");
                    }
                    entries.put(name, entry);
                }));
        return entries;
    }

    /** A mapping whose keys follow rules of their own. */
    Map<String, Cursor> entries(String what) {
        Map<String, Cursor> entries = new LinkedHashMap<>();
        fields(what).ifPresent(f -> f.fields().forEach((name, field) -> entries.put(name, child(name, field))));
        return entries;
    }

    /** A list. Never empty: an empty one is reported, for it says nothing that leaving the key out would not. */
    List<Cursor> items() {
        if (!(tree instanceof Tree.Items list)) {
            wrongForm("a list, such as `[a, b]`");
            return List.of();
        }
        if (list.items().isEmpty()) {
            error("list.empty", place.called() + " is an empty list", "name at least one, or leave the key out");
        }
        List<Cursor> items = new ArrayList<>();
        for (Tree item : list.items()) {
            Place at = new Place(place.path() + "[" + items.size() + "]", item.where());
            items.add(new Cursor(reading, at, at, item));
        }
        return items;
    }

    /** One line of text, as written. */
    Optional<String> word(String accepted) {
        return scalar(accepted).filter(text -> noStranger(Characters.strangerInLine(text)));
    }

    /** Text that may have several lines and be empty. */
    Optional<String> text(String accepted) {
        return scalar(accepted).filter(text -> noStranger(Characters.strangerInText(text)));
    }

    /** The name of a secret, as in {@code !secret shop-db}. What was found instead is never shown. */
    Optional<String> secret() {
        if (isSecret() && tree instanceof Tree.Text text) {
            reading.names().use(Names.Kind.SECRET, text.value(), place);
            return Optional.of(text.value());
        }
        error(
                "secret.plain",
                place.called() + " must name a secret, and this is a value",
                "write `!secret NAME` here and say under `secrets:` where NAME comes from: "
                        + "`NAME: {env: VARIABLE}`, `{file: PATH}` or `{command: [...]}`");
        return Optional.empty();
    }

    boolean isSecret() {
        return tree instanceof Tree.Text text && text.tag().isPresent();
    }

    boolean isFields() {
        return tree instanceof Tree.Fields;
    }

    void error(String code, String summary, String hint) {
        reading.findings().error(place, code, summary, hint);
    }

    void errorAtKey(String code, String summary, String hint) {
        reading.findings().error(key, code, summary, hint);
    }

    /** Reported at this value's key, on behalf of a key that should stand below it. */
    void missing(String name, String code, String summary, String hint) {
        reading.findings().error(new Place(path(name), key.where()), code, summary, hint);
    }

    void warning(String code, String summary, String hint) {
        reading.findings().warning(place, code, summary, hint);
    }

    void warningAtKey(String code, String summary, String hint) {
        reading.findings().warning(key, code, summary, hint);
    }

    /** "`services.web.port` must be a port, not `x`": the sentence for everything that does not fit. */
    <T> Optional<T> unfit(String found, String accepted, String hint) {
        error("value.form", place.called() + " must be " + accepted + ", not " + found, hint);
        return Optional.empty();
    }

    private Optional<String> scalar(String accepted) {
        if (isSecret()) {
            error(
                    "secret.misplaced",
                    place.called() + " cannot be a secret",
                    "secrets are for passwords, certificates and `env:`; here " + accepted + " is due");
            return Optional.empty();
        }
        if (tree instanceof Tree.Text text && !text.nothing()) {
            return Optional.of(text.value());
        }
        wrongForm(accepted);
        return Optional.empty();
    }

    private Optional<Tree.Fields> fields(String accepted) {
        return switch (tree) {
            case Tree.Fields f -> Optional.of(f);
            case Tree.Text text when text.nothing() -> Optional.of(new Tree.Fields(Map.of(), text.where()));
            case Tree.Text _, Tree.Items _ -> {
                wrongForm(accepted);
                yield Optional.empty();
            }
        };
    }

    private void wrongForm(String accepted) {
        String found = switch (tree) {
            case Tree.Fields _ -> "a mapping";
            case Tree.Items _ -> "a list";
            case Tree.Text text when text.nothing() -> "nothing";
            case Tree.Text text when text.tag().isPresent() -> "a secret";
            case Tree.Text text -> Words.quote(text.value());
        };
        error("value.type", place.called() + " must be " + accepted + "; here stands " + found, hintFor(found));
    }

    private String hintFor(String found) {
        return found.equals("nothing")
                ? "write the value behind the colon, or leave the key out"
                : "`resctl schema` prints all keys with what they accept";
    }

    private boolean noStranger(OptionalInt stranger) {
        stranger.ifPresent(c -> error(
                "value.control",
                place.called() + " holds the character " + Characters.name(c) + ", which cannot stand here",
                "remove it"));
        return stranger.isEmpty();
    }

    private Cursor child(String name, Tree.Field field) {
        return new Cursor(
                reading,
                new Place(path(name), field.value().where()),
                new Place(path(name), field.keyWhere()),
                field.value());
    }

    Cursor child(Tree.Fields fields, String name) {
        return child(name, Objects.requireNonNull(fields.fields().get(name)));
    }

    String path(String name) {
        return place.path().isEmpty() ? name : place.path() + "." + name;
    }
}
