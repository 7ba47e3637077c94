package io.resctl.component;

import static java.util.stream.Collectors.joining;

import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Directory;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.ArrayList;
import java.util.List;

/** What components wish, as text that a person can approve. */
public final class Wanted {
    private Wanted() {}

    /** Compares the text of a file that is wished on a host with the approved one. */
    public static void check(List<Wish> wishes, String host, String path, String golden) {
        Golden.check(golden, file(wishes, host, path));
    }

    public static String file(List<Wish> wishes, String host, String path) {
        return wishes.stream()
                .filter(w -> w.host().equals(host))
                .map(Wish::resource)
                .filter(r -> r instanceof TextFile file && file.path().equals(path))
                .map(r -> shown(((TextFile) r).content()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no wish for " + path + " on " + host));
    }

    /** Holes are named, as in {@code <secret shop-db>}. */
    public static String shown(Content content) {
        return content.pieces().stream()
                .map(piece -> switch (piece) {
                    case Content.Piece.Text t -> t.text();
                    case Content.Piece.Secret s -> "<secret " + s.name() + ">";
                    case Content.Piece.Derived d -> "<" + d.derivation() + " of " + d.secret() + ">";
                    case Content.Piece.Fact f -> "<fact " + f.key() + " of " + f.host() + ">";
                })
                .collect(joining());
    }

    /** One line a wish: host, subject, resource, and what it requires beyond the one before. */
    public static String list(List<Wish> wishes) {
        List<String> lines = new ArrayList<>();
        for (Wish wish : wishes) {
            String requires =
                    wish.requires().stream().sorted().map(Wish.At::toString).collect(joining(", "));
            lines.add("%s | %s | %s%s"
                    .formatted(
                            wish.host(),
                            wish.subject(),
                            words(wish.resource()),
                            requires.isEmpty() ? "" : "\n        after " + requires));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String words(Resource resource) {
        return switch (resource) {
            case TextFile f -> f.ref() + " " + f.mode() + " " + f.owner();
            case Directory d -> d.ref() + " " + d.mode() + " " + d.owner() + (d.data() ? " data" : "");
            case Unit u ->
                u.ref() + (u.running() ? " running" : " stopped") + (u.enabled() ? " enabled" : "") + " " + u.onChange()
                        + " on " + u.watches();
            case Container c -> c.ref() + " env " + c.environmentFiles();
            case DatabaseRole r -> r.ref() + (r.writable() ? " writable" : " follows " + r.source());
            case DatabaseAccount a -> a.ref() + " " + a.passwordSecret() + " " + a.grants();
            case DatabaseData d -> d.ref() + " " + d.seedFrom();
            default -> resource.ref().toString();
        };
    }
}
