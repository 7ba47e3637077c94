package io.resctl.resource;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * That a database account has no other password than the wished one. It is apart from the account: that takes a new password beside the old one, then whoever
 * uses it starts anew, and only then the old one ends.
 *
 * @param data folder of the server's data
 * @param user as in {@code 'user'@'fromHost'}
 * @param fromHost as in {@code 'user'@'fromHost'}
 */
public record SolePassword(String container, String data, String user, String fromHost, String passwordSecret)
        implements Resource {
    /** Of an account that has a password. */
    public static SolePassword of(DatabaseAccount account) {
        return new SolePassword(
                account.container(),
                account.data(),
                account.user(),
                account.fromHost(),
                account.passwordSecret().orElseThrow());
    }

    @Override
    public Ref ref() {
        return new Ref("sole-password", user + "@" + fromHost);
    }

    @Override
    public boolean replicated() {
        return true;
    }

    /** The one that was valid first: taking in a new one does not move it. */
    @Override
    public SortedMap<String, Content> wants() {
        SortedMap<String, Content> wants = new TreeMap<>();
        wants.put(
                "oldest",
                new Content(List.of(
                        new Content.Piece.Derived(Content.Derivation.MARIADB_NATIVE_HASH, passwordSecret, ""))));
        return wants;
    }

    /** The account comes before it, in the same plan. */
    @Override
    public Set<String> unsettled() {
        return Set.of(PRESENCE);
    }
}
