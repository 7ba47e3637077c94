package io.resctl.app;

import io.resctl.component.Component;
import io.resctl.component.Setting;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.resource.Content;
import io.resctl.resource.TextFile;
import io.resctl.resource.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The files that each host would get, as far as they can be known without a host and without a secret. */
public final class Render {
    /**
     * A file.
     *
     * @param text with {@code <...>} where a secret's value or a host's answer will stand
     */
    public record Rendered(String host, String path, String mode, String owner, String text) {}

    private Render() {}

    /** As for a first apply: the home zone is live. */
    public static List<Rendered> files(List<Component> components, Site site, Predicate<String> hosts) {
        Lease lease = site.firstLease(Instant.EPOCH, "render");
        return Components.wishes(components, new Setting(site, lease)).stream()
                .filter(wish -> hosts.test(wish.host()))
                .flatMap(wish -> rendered(wish).stream())
                .sorted(java.util.Comparator.comparing(Rendered::host).thenComparing(Rendered::path))
                .toList();
    }

    /** Writes {@code DIRECTORY/HOST/PATH}. Existing files of the same names are replaced, others left. */
    public static void write(List<Rendered> files, Path directory) throws IOException {
        for (Rendered file : files) {
            Path target = directory.resolve(file.host()).resolve(file.path().substring(1));
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.text());
        }
    }

    private static List<Rendered> rendered(Wish wish) {
        return wish.resource() instanceof TextFile file
                ? List.of(new Rendered(
                        wish.host(), file.path(), file.mode(), file.owner().toString(), text(file.content())))
                : List.of();
    }

    private static String text(Content content) {
        StringBuilder text = new StringBuilder();
        content.pieces()
                .forEach(piece -> text.append(
                        switch (piece) {
                            case Content.Piece.Text t -> t.text();
                            case Content.Piece.Secret s -> "<secret " + s.name() + ">";
                            case Content.Piece.Fact f -> "<" + f.key() + " of " + f.host() + ", known after apply>";
                            case Content.Piece.Derived d ->
                                switch (d.derivation()) {
                                    case ED25519_SIGNATURE -> "<signature by " + d.secret() + ">";
                                    case MARIADB_NATIVE_HASH, SHA512_CRYPT -> "<hash of secret " + d.secret() + ">";
                                };
                        }));
        return text.toString();
    }
}
