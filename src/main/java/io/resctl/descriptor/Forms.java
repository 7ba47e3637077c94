package io.resctl.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Words with a form of their own that several sections use. */
final class Forms {
    private static final Pattern IMAGE = Pattern.compile("(?=.{1,255}$)"
            + "((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]{1,5})?/)?"
            + "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*)*)"
            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?");
    private static final Pattern TAG = Pattern.compile(".*[^/]:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]*)");
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern OWNER = Pattern.compile("(0|[1-9]\\d{0,8})(:(0|[1-9]\\d{0,8}))?");
    private static final Pattern PATH = Pattern.compile(".+");

    private Forms() {}

    /** A container image; a moving tag is worth a warning, since two hosts may then run different programs. */
    static Optional<String> image(Cursor c) {
        Optional<String> image = imageAsIs(c);
        image.filter(Forms::moving)
                .ifPresent(i -> c.warning(
                        "image.moving",
                        "the image `" + i + "` has no fixed tag, so hosts may run different versions of it",
                        "name a version: `" + i.replaceFirst(":latest$", "") + ":VERSION`"));
        return image;
    }

    /** A container image, whatever its tag. */
    static Optional<String> imageAsIs(Cursor c) {
        return Scalars.matching(
                c, IMAGE, "an image", "such as `haproxy:3.0` or `registry.example/team/shop:1.4`, in lower case");
    }

    private static boolean moving(String image) {
        if (image.contains("@")) {
            return false;
        }
        String last = image.substring(image.lastIndexOf('/') + 1);
        var tag = TAG.matcher(last);
        return !tag.matches() || "latest".equals(tag.group("tag"));
    }

    /** A name or an IPv4 address to connect to. It never begins with a hyphen, which programs would take for an option. */
    static Optional<String> address(Cursor c) {
        return Scalars.matching(
                c,
                HOST,
                "a host name or an IPv4 address",
                "such as `203.0.113.11` or `a1.example.org`; IPv6 addresses are not accepted yet");
    }

    static Optional<String> owner(Cursor c) {
        return Scalars.matching(c, OWNER, "`UID` or `UID:GID` in digits", "such as `33` or `33:33`");
    }

    static Optional<String> path(Cursor c) {
        return Scalars.matching(c, PATH, "the path of a file", "such as `~/.ssh/id_ed25519`");
    }

    /** Hosts by name, each once. */
    static List<String> hosts(Cursor c) {
        Set<String> hosts = new LinkedHashSet<>();
        for (Cursor item : c.items()) {
            item.word("the name of a host").ifPresent(host -> {
                item.reading().names().use(Names.Kind.HOST, host, item.place());
                if (!hosts.add(host)) {
                    item.error(
                            "host.twice",
                            c.place().called() + " names " + Words.quote(host) + " twice",
                            "name each host once");
                }
            });
        }
        return new ArrayList<>(hosts);
    }
}
