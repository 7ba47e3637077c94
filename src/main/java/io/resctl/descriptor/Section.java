package io.resctl.descriptor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mapping with fixed keys. */
final class Section {
    private final Cursor cursor;
    private final Tree.Fields fields;
    private final Keys keys;

    /** Keys that are there, misspelt: they are reported as that, not as missing. */
    private final Set<String> meant = new HashSet<>();

    Section(Cursor cursor, Tree.Fields fields, Keys keys) {
        this.cursor = cursor;
        this.fields = fields;
        this.keys = keys;
        fields.fields().keySet().stream()
                .filter(name -> !keys.known().contains(name))
                .forEach(this::refuse);
    }

    Optional<Cursor> optional(String name) {
        if (!keys.known().contains(name)) {
            throw new IllegalArgumentException(name + " is not in " + keys);
        }
        return fields.fields().containsKey(name) ? Optional.of(cursor.child(fields, name)) : Optional.empty();
    }

    /** Reported where it is missing. */
    Optional<Cursor> required(String name, String example) {
        Optional<Cursor> found = optional(name);
        if (found.isEmpty() && !meant.contains(name)) {
            cursor.missing(
                    name,
                    "key.missing",
                    cursor.place().called() + " lacks the key `" + name + "`",
                    "add it, such as `" + example + "`");
        }
        return found;
    }

    /** Which of some keys are written. */
    List<String> written(List<String> names) {
        return names.stream().filter(fields.fields()::containsKey).toList();
    }

    Cursor cursor() {
        return cursor;
    }

    private void refuse(String name) {
        Cursor unknown = cursor.child(fields, name);
        if (keys.later().contains(name)) {
            unknown.errorAtKey(
                    "later",
                    unknown.place().called() + " comes in a later version of resctl",
                    "leave it out for now: this version would not obey it");
        } else {
            Words.nearest(name, keys.known()).ifPresent(word -> {
                meant.add(word);
                cursor.reading()
                        .findings()
                        .doubt(new Place(cursor.path(word), cursor.place().where()));
            });
            unknown.errorAtKey(
                    "key.unknown",
                    cursor.place().called() + " has no key " + Words.quote(name),
                    Words.didYouMean(name, keys.known()) + "accepted: " + Words.list(keys.known()));
        }
    }
}
