package io.resctl.descriptor;

import io.resctl.model.Database;
import io.resctl.model.MaxScale;
import io.resctl.model.Router;
import io.resctl.model.Schema;
import io.resctl.model.SemiSync;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code database:}: the servers, the router, and the databases with their accounts. */
final class DatabaseReader {
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,79}");
    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of("mysql", "information_schema", "performance_schema", "sys");
    private static final Set<String> SYSTEM_USERS = Set.of("root", "mysql", "mariadb.sys", "public");

    private DatabaseReader() {}

    static Optional<Database> read(Cursor c) {
        return c.section(Keys.DATABASE).flatMap(section -> {
            Optional<MaxScale> maxscale = section.optional("maxscale").flatMap(MaxScaleReader::read);
            boolean hasMaxscale = section.optional("maxscale").isPresent();
            return section.required("mariadb", "mariadb: {image: mariadb:11.8, ...}")
                    .flatMap(m -> m.section(Keys.MARIADB))
                    .map(m -> mariadb(m, maxscale, hasMaxscale));
        });
    }

    private static Database mariadb(Section s, Optional<MaxScale> maxscale, boolean hasMaxscale) {
        Optional<Cursor> routerPlace = s.required("router", "router: haproxy");
        Optional<Router> router = routerPlace.flatMap(c -> Scalars.choice(c, Router.class));
        routerPlace.ifPresent(c -> fits(c, router, hasMaxscale));
        return new Database(
                s.required("image", "image: mariadb:11.8").flatMap(Forms::image).orElse(""),
                s.required("hosts", "hosts: [a1, a2, b1]").map(Forms::hosts).orElse(List.of()),
                s.optional("semiSync")
                        .flatMap(c -> Scalars.choice(c, SemiSync.class))
                        .orElse(SemiSync.NONE),
                router.orElse(Router.HAPROXY),
                s.optional("databases").map(DatabaseReader::schemas).orElse(List.of()),
                maxscale);
    }

    private static void fits(Cursor c, Optional<Router> router, boolean hasMaxscale) {
        if (router.equals(Optional.of(Router.MAXSCALE)) && !hasMaxscale) {
            c.error(
                    "maxscale.missing",
                    "the router is `maxscale`, and `database:` has no `maxscale:`",
                    "add `maxscale: {image: mariadb/maxscale:23.08.12, hosts: [a1, b1]}` beside `mariadb:`, "
                            + "or write `router: haproxy`");
        }
        if (router.equals(Optional.of(Router.HAPROXY)) && hasMaxscale) {
            c.error(
                    "maxscale.superfluous",
                    "the router is `haproxy`, and yet there is a `database.maxscale`",
                    "remove `maxscale:`, or write `router: maxscale`");
        }
    }

    private static List<Schema> schemas(Cursor c) {
        List<Schema> schemas = new ArrayList<>();
        c.entries("a mapping of databases").forEach((name, schema) -> {
            if (!SCHEMA.matcher(name).matches() || SYSTEM_SCHEMAS.contains(name)) {
                schema.errorAtKey(
                        "database.name",
                        Words.quote(name) + " cannot be the name of a database",
                        "a letter, then letters, digits and `_`, at most 64; not one of MariaDB's own "
                                + Words.list(SYSTEM_SCHEMAS.stream().sorted().toList()));
            }
            schema.section(Keys.SCHEMA)
                    .map(s -> new Schema(
                            name,
                            s.required("user", "user: shop")
                                    .flatMap(DatabaseReader::user)
                                    .orElse(""),
                            s.required("password", "password: !secret shop-db")
                                    .flatMap(Cursor::secret)
                                    .orElse("")))
                    .ifPresent(schemas::add);
        });
        return schemas;
    }

    private static Optional<String> user(Cursor c) {
        String accepted = "the name of a database account";
        Optional<String> user =
                Scalars.matching(c, USER, accepted, "letters, digits, `_`, `.` and `-`, at most 80, such as `shop`");
        return user.flatMap(name -> SYSTEM_USERS.contains(name) || name.startsWith("resctl_")
                ? c.unfit(Words.quote(name), accepted, "that account belongs to MariaDB or to resctl; choose another")
                : user);
    }
}
