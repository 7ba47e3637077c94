package io.resctl.remote.docker;

import java.util.Optional;

/**
 * An image as the engine's API takes it: repository, and tag or digest.
 *
 * @param tag {@code latest} where none is written, since without one the engine would pull every tag
 */
record ImageName(String repository, String tag) {
    static ImageName parse(String image) {
        int at = image.indexOf('@');
        if (at > 0) {
            // A tag beside a digest says nothing: the digest decides.
            return new ImageName(
                    withoutTag(image.substring(0, at)).orElse(image.substring(0, at)), image.substring(at + 1));
        }
        return withoutTag(image)
                .map(repository -> new ImageName(repository, image.substring(repository.length() + 1)))
                .orElseGet(() -> new ImageName(image, "latest"));
    }

    /** The colon of a registry's port is followed by a slash somewhere, that of a tag is not. */
    private static Optional<String> withoutTag(String image) {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? Optional.of(image.substring(0, colon)) : Optional.empty();
    }

    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "docker.io";
    }
}
