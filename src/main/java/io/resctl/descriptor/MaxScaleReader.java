package io.resctl.descriptor;

import io.resctl.model.MaxScale;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code database.maxscale:}. */
final class MaxScaleReader {
    private static final Pattern TAG = Pattern.compile("[^@]*[^/@]:(?<tag>[A-Za-z0-9_.-]+)(@.*)?");
    private static final Pattern PATCH = Pattern.compile("(?<line>\\d+\\.\\d+)\\.\\d+([-_.][A-Za-z0-9_.-]+)?");
    private static final Set<String> KNOWN = Set.of("23.08", "24.02");

    private MaxScaleReader() {}

    static Optional<MaxScale> read(Cursor c) {
        return c.section(Keys.MAXSCALE)
                .map(s -> new MaxScale(
                        s.required("image", "image: mariadb/maxscale:23.08.12")
                                .flatMap(MaxScaleReader::image)
                                .orElse(""),
                        s.required("hosts", "hosts: [a1, b1]").map(Forms::hosts).orElse(List.of()),
                        s.optional("gui").flatMap(Scalars::bool).orElse(false)));
    }

    /** The configuration is written for a line, and a word that another one does not know keeps MaxScale from starting at all. */
    private static Optional<String> image(Cursor c) {
        return Forms.imageAsIs(c).filter(image -> {
            Matcher tag = TAG.matcher(image);
            Matcher patch = PATCH.matcher(tag.matches() ? tag.group("tag") : "");
            if (!patch.matches()) {
                c.error(
                        "maxscale.pinned",
                        "the image `" + image
                                + "` does not name one version of MaxScale: its instances must be the very"
                                + " same, and a later patch may have another licence or refuse this configuration",
                        "name a patch, such as `mariadb/maxscale:23.08.12`");
                return false;
            }
            if (!KNOWN.contains(patch.group("line"))) {
                c.warning(
                        "maxscale.line",
                        "MaxScale " + patch.group("line") + " is not one of the lines that this configuration was tried"
                                + " with: a word that it does not know keeps it from starting",
                        "take a patch of 23.08 or 24.02, or try `maxscale --config-check` on what `resctl render` writes");
            }
            return true;
        });
    }
}
