package io.resctl.handler;

import io.resctl.resource.Content;
import io.resctl.resource.Known;
import java.util.Optional;

/** No hole can be filled. */
record NothingKnown() implements Known {
    @Override
    public Optional<String> secret(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> fact(String host, String key) {
        return Optional.empty();
    }

    @Override
    public Optional<String> derived(Content.Piece.Derived piece) {
        return Optional.empty();
    }
}
