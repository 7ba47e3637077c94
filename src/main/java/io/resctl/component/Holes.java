package io.resctl.component;

import io.resctl.resource.Content;
import java.util.ArrayList;
import java.util.List;

/** Secrets in rendered text: a template is given a mark for each, and the text becomes a content whose holes are filled on the way to the host. */
public final class Holes {
    /** Of a private use area: no value of a descriptor that a template accepts holds it. */
    private static final char MARK = '\uE5C1';

    private Holes() {}

    /** What a template prints where the secret shall stand. */
    public static String secret(String name) {
        return MARK + name + MARK;
    }

    /** Text with marks as text with holes. */
    public static Content content(String rendered) {
        List<Content.Piece> pieces = new ArrayList<>();
        String[] parts = rendered.split(String.valueOf(MARK), -1);
        if (parts.length % 2 == 0) {
            throw new IllegalArgumentException("a value in this text holds the mark of a secret");
        }
        for (int i = 0; i < parts.length; i++) {
            boolean hole = i % 2 == 1;
            if (hole || !parts[i].isEmpty()) {
                pieces.add(hole ? new Content.Piece.Secret(parts[i]) : new Content.Piece.Text(parts[i]));
            }
        }
        return new Content(List.copyOf(pieces));
    }
}
