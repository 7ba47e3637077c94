package io.resctl.plan;

import io.resctl.resource.Content.Piece;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.TextFile;
import java.util.List;
import java.util.Optional;

/**
 * A password changes without a gap: a file that hands it on is changed only when the server accepts the new one beside the old one. A file that is only now
 * made waits for no server, and no file waits for a server that cannot be seen.
 */
final class Rotations {
    private Rotations() {}

    static void order(Drafts drafts) {
        List<Draft> accounts = drafts.all().stream()
                .filter(d -> d.verb() != Verb.DELETE && d.resource() instanceof DatabaseAccount)
                .toList();
        List<Draft> files = drafts.all().stream()
                .filter(d -> d.verb() == Verb.CHANGE && d.resource() instanceof TextFile)
                .toList();
        for (Draft file : files) {
            accounts.stream()
                    .filter(account -> hands((TextFile) file.resource(), (DatabaseAccount) account.resource()))
                    .forEach(account -> drafts.order(account, file));
        }
    }

    private static boolean hands(TextFile file, DatabaseAccount account) {
        return file.content().pieces().stream()
                .anyMatch(piece -> piece instanceof Piece.Secret secret
                        && Optional.of(secret.name()).equals(account.passwordSecret()));
    }
}
