package io.resctl.component.maxscale;

import io.resctl.model.Names;
import io.resctl.resource.Content;
import io.resctl.resource.Content.Derivation;
import io.resctl.resource.Content.Piece;
import java.util.List;

/**
 * MaxScale's own file of accounts, {@code passwd} in its data folder, written before its first start: where it finds none it makes {@code admin} with a
 * password that everybody knows. It compares the whole {@code crypt(3)} string with one that it makes with its fixed salt.
 */
final class RestAccount {
    private static final String SALT = "MXS";

    private RestAccount() {}

    static Content content() {
        return Content.text("[{\"name\":\"" + Names.MAXSCALE_ADMIN + "\",\"account\":\"admin\",\"password\":\"")
                .plus(new Content(
                        List.of(new Piece.Derived(Derivation.SHA512_CRYPT, Names.MAXSCALE_ADMIN_PASSWORD, SALT))))
                .plus("\"}]\n");
    }
}
