package io.resctl.resource;

import java.util.Optional;

/** What fills the holes of a {@link Content}: empty where it is not known yet. Values may be secret: hold them in memory only. */
public interface Known {
    Optional<String> secret(String name);

    Optional<String> fact(String host, String key);

    Optional<String> derived(Content.Piece.Derived piece);
}
