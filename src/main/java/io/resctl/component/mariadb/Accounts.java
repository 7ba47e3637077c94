package io.resctl.component.mariadb;

import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Router;
import io.resctl.model.Schema;
import io.resctl.model.Site;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may log in, from where, to do what: each account only from the addresses that really connect. */
final class Accounts {
    static final String REPLICATION = Names.REPLICATION_USER;
    static final String CHECK = "resctl_check";

    private final Site site;
    private final Database database;
    private final String container;
    private final String data;

    Accounts(Site site, Database database, String container, String data) {
        this.site = site;
        this.database = database;
        this.container = container;
        this.data = data;
    }

    /** What a replica on this host logs in as. */
    DatabaseAccount replication(Host replica) {
        return account(
                REPLICATION, replica, Optional.of(Names.REPLICATION_PASSWORD), List.of("REPLICATION SLAVE ON *.*"));
    }

    /** In both zones, so that a server of any zone can be followed without another account. */
    List<DatabaseAccount> replication() {
        return database.hosts().stream().map(site::host).map(this::replication).toList();
    }

    /** The router's question whether a server is writable: no password, no right. */
    List<DatabaseAccount> check() {
        if (database.router() != Router.HAPROXY) {
            return List.of();
        }
        return routers().stream()
                .map(router -> account(CHECK, router, Optional.empty(), List.of()))
                .toList();
    }

    DatabaseSchema schema(Schema schema) {
        return new DatabaseSchema(container, data, schema.name());
    }

    List<DatabaseAccount> application(Schema schema) {
        List<String> grants = List.of("ALL PRIVILEGES ON " + pattern(schema.name()) + ".*");
        return site.databaseClients()
                .map(client -> account(schema.user(), client, Optional.of(schema.passwordSecret()), grants))
                .toList();
    }

    /** MaxScale's monitor (which also promotes) and its services, in one account: the set that passed failover, rejoin and switchover. */
    List<DatabaseAccount> maxscale() {
        if (database.router() != Router.MAXSCALE) {
            return List.of();
        }
        List<String> grants = new ArrayList<>(
                List.of(
                        "RELOAD, PROCESS, SHOW DATABASES, BINLOG MONITOR, EVENT, SET USER,"
                                + " CONNECTION ADMIN, READ_ONLY ADMIN, REPLICATION SLAVE ADMIN, BINLOG ADMIN, SLAVE MONITOR ON *.*"));
        for (String table : List.of(
                "user",
                "db",
                "tables_priv",
                "columns_priv",
                "procs_priv",
                "proxies_priv",
                "roles_mapping",
                "global_priv")) {
            grants.add("SELECT ON `mysql`.`" + table + "`");
        }
        return routers().stream()
                .map(router -> account("resctl_maxscale", router, Optional.of(Names.MAXSCALE_PASSWORD), grants))
                .toList();
    }

    private List<Host> routers() {
        List<String> hosts = database.maxscale().map(m -> m.hosts()).orElse(database.hosts());
        return hosts.stream().map(site::host).toList();
    }

    private DatabaseAccount account(String user, Host from, Optional<String> secret, List<String> grants) {
        return new DatabaseAccount(container, data, user, from.vpn(), secret, grants);
    }

    /** In a grant, {@code _} and {@code %} of a schema's name would match other schemas too. */
    private static String pattern(String schema) {
        return "`" + schema.replace("`", "``").replace("_", "\\_").replace("%", "\\%") + "`";
    }
}
