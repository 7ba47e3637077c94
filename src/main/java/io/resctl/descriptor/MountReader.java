package io.resctl.descriptor;

import io.resctl.model.VolumeMount;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code volumes:} of a service: {@code NAME:/path[:ro]}. */
final class MountReader {
    private static final Pattern FORM = Pattern.compile("([^:/]+):((?:/[A-Za-z0-9_.-]+)+)(:ro)?");
    private static final Set<String> TAKEN = Set.of("/proc", "/sys", "/dev", "/run", "/run/secrets", "/etc");
    private static final String ACCEPTED = "a volume and its path in the container";
    private static final String HINT = "`NAME:/path`, or `NAME:/path:ro` to read only; NAME is from `storage:`";

    private MountReader() {}

    static List<VolumeMount> read(Cursor c) {
        Map<String, VolumeMount> byPath = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        for (Cursor item : c.items()) {
            mount(item).ifPresent(mount -> {
                if (byPath.putIfAbsent(mount.path(), mount) != null && twice.add(mount.path())) {
                    item.error(
                            "volume.path",
                            "two volumes have the path `" + mount.path() + "`",
                            "give each a path of its own");
                }
            });
        }
        return List.copyOf(byPath.values());
    }

    private static Optional<VolumeMount> mount(Cursor c) {
        return c.word(ACCEPTED).flatMap(text -> {
            Matcher m = text.length() > 4096 ? FORM.matcher("") : FORM.matcher(text);
            if (!m.matches()
                    || List.of(m.group(2).split("/")).stream().anyMatch(p -> p.equals("..") || p.equals("."))) {
                return c.unfit(Words.quote(text), ACCEPTED, HINT);
            }
            if (TAKEN.contains(m.group(2))) {
                return c.unfit(
                        Words.quote(text), ACCEPTED, "`" + m.group(2) + "` belongs to the container's own system");
            }
            c.reading().names().use(Names.Kind.VOLUME, m.group(1), c.place());
            return Optional.of(new VolumeMount(m.group(1), m.group(2), m.group(3) != null));
        });
    }
}
