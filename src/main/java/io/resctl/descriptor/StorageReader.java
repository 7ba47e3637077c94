package io.resctl.descriptor;

import io.resctl.model.LocalVolume;
import java.util.ArrayList;
import java.util.List;

/** {@code storage:}. */
final class StorageReader {
    private StorageReader() {}

    static List<LocalVolume> read(Cursor c) {
        List<LocalVolume> volumes = new ArrayList<>();
        c.section(Keys.STORAGE)
                .flatMap(s -> s.optional("local"))
                .flatMap(l -> l.section(Keys.LOCAL))
                .flatMap(l -> l.required("volumes", "volumes: {uploads: {owner: 33}}"))
                .ifPresent(v -> v.named("volume").forEach((name, volume) -> volumes.add(volume(name, volume))));
        return volumes;
    }

    private static LocalVolume volume(String name, Cursor c) {
        c.reading()
                .names()
                .declare(Names.Kind.VOLUME, name, c.key(), c.reading().findings());
        return new LocalVolume(
                name, c.section(Keys.VOLUME).flatMap(s -> s.optional("owner")).flatMap(Forms::owner));
    }
}
