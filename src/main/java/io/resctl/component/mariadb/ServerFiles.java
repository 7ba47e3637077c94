package io.resctl.component.mariadb;

import io.resctl.component.ComposeFile;
import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Router;
import io.resctl.model.SemiSync;
import io.resctl.render.Templates;
import io.resctl.resource.DatabaseData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts and paths of one database server. */
final class ServerFiles {
    /** User and group {@code mysql} in the image. */
    static final int UID = 999;

    static final String ROLE = "db";

    /** Process 1 is the server itself, not the set-up's; and it answers. No process more than that takes. */
    private static final List<String> HEALTH = List.of(
            "CMD-SHELL",
            "read -r name </proc/1/comm && [ \"$name\" = mariadbd ] && exec mariadb -u mysql -e 'SELECT 1' >/dev/null");

    private final Names names;
    private final Database database;

    ServerFiles(Names names, Database database) {
        this.names = names;
        this.database = database;
    }

    /**
     * How long a commit waits for another server's word, in milliseconds. Longer than a server takes to notice that its connection is dead
     * ({@code slave_net_timeout}) and to connect again, so that a network that fails for a moment makes nothing unsafe.
     */
    private static final int PATIENCE = 10_000;

    String folder() {
        return names.etc() + "/mariadb";
    }

    String configuration() {
        return folder() + "/conf";
    }

    String init() {
        return folder() + "/init";
    }

    String store() {
        return names.srv() + "/mariadb";
    }

    String data() {
        return names.databaseData();
    }

    String logs() {
        return store() + "/log";
    }

    ComposeFile compose() {
        return new ComposeFile(names, "mariadb", ROLE, database.image())
                .user(UID + ":" + UID)
                .onHostNetwork()
                .stopSeconds(60)
                // Void as soon as the set-up ends: the administrator is the socket. The image insists on saying
                // something.
                .env("MARIADB_RANDOM_ROOT_PASSWORD", "1")
                .env("MARIADB_ROOT_HOST", "localhost")
                .bind(configuration(), "/etc/mysql/conf.d", true)
                .bind(init(), "/docker-entrypoint-initdb.d", true)
                .bind(data(), "/var/lib/mysql", false)
                .bind(logs(), "/var/log/mysql", false)
                .health(HEALTH)
                .calmAfterStart(30);
    }

    String initText() {
        return new Templates().render("mariadb/init.sql", Map.of("site", names.site()));
    }

    /** Ends the set-up: by its name it runs after the statements. */
    String wholeText() {
        return new Templates().render("mariadb/whole.sh", Map.of("site", names.site(), "begun", DatabaseData.BEGUN));
    }

    String configurationText(Host host) {
        Map<String, Object> values = new HashMap<>();
        values.put("site", names.site());
        values.put("serverId", host.serverId());
        values.put("address", host.vpn());
        values.put("port", Names.DATABASE_PORT);
        values.put("semiSync", database.semiSync() != SemiSync.NONE);
        values.put("patience", PATIENCE);
        values.put("maxscale", database.router() == Router.MAXSCALE);
        return new Templates().render("mariadb/server.cnf", values);
    }
}
