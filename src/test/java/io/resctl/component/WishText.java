package io.resctl.component;

import io.resctl.resource.Content;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.stream.Collectors;

/** Wishes as text, to be read and approved. Holes of a content show as {@code <…>}. */
public final class WishText {
    private WishText() {}

    /** The wishes of one host, in order, each with what it requires. */
    public static String of(List<Wish> wishes, String host) {
        return wishes.stream()
                .filter(w -> w.host().equals(host))
                .map(WishText::line)
                .collect(Collectors.joining());
    }

    /** The content of a file that is wished on a host. */
    public static String file(List<Wish> wishes, String host, String path) {
        return wishes.stream()
                .filter(w -> w.host().equals(host))
                .map(Wish::resource)
                .filter(r -> r.ref().equals(TextFile.at(path)))
                .map(r -> text(((TextFile) r).content()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no wish for " + path + " on " + host));
    }

    private static String line(Wish wish) {
        String requires = wish.requires().stream()
                .sorted()
                .map(at -> "    after " + at + "\n")
                .collect(Collectors.joining());
        return wish.component() + " " + wish.subject() + " (" + wish.because() + "): "
                + wish.resource().ref() + "\n" + requires;
    }

    private static String text(Content content) {
        return content.pieces().stream()
                .map(piece -> switch (piece) {
                    case Content.Piece.Text t -> t.text();
                    case Content.Piece.Secret s -> "<secret " + s.name() + ">";
                    case Content.Piece.Derived d -> "<" + d.derivation() + " by " + d.secret() + ">";
                    case Content.Piece.Fact f -> "<fact " + f.key() + " of " + f.host() + ">";
                })
                .collect(Collectors.joining());
    }
}
