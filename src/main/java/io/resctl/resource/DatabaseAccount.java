package io.resctl.resource;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A database account on the primary.
 *
 * @param data folder of the server's data: as long as it holds none, the account is absent rather than unknown
 * @param user as in {@code 'user'@'fromHost'}
 * @param fromHost as in {@code 'user'@'fromHost'}
 * @param passwordSecret empty: no password (for the check account, which may do nothing)
 * @param grants such as {@code REPLICATION SLAVE ON *.*}, each as {@code SHOW GRANTS} prints it between {@code GRANT} and {@code TO}
 */
public record DatabaseAccount(
        String container,
        String data,
        String user,
        String fromHost,
        Optional<String> passwordSecret,
        List<String> grants)
        implements Resource {
    @Override
    public Ref ref() {
        return at(user, fromHost);
    }

    public static Ref at(String user, String fromHost) {
        return new Ref("account", user + "@" + fromHost);
    }

    @Override
    public Optional<Ref> server() {
        return Optional.of(Container.at(container));
    }

    @Override
    public boolean replicated() {
        return true;
    }

    @Override
    public SortedMap<String, Content> wants() {
        SortedMap<String, Content> wants = Attributes.of(
                "grants", String.join("\n", grants.stream().sorted().toList()));
        wants.put(
                "password",
                passwordSecret
                        .map(s -> new Content(
                                List.of(new Content.Piece.Derived(Content.Derivation.MARIADB_NATIVE_HASH, s, ""))))
                        .orElse(Content.text("")));
        return wants;
    }
}
