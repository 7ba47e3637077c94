package io.resctl.descriptor;

import java.util.List;

/**
 * Every key of the descriptor, by the mapping it stands in: what readers read, the JSON Schema describes and messages
 * offer. A test holds the three together.
 */
enum Keys {
    SITE(
            "",
            "site strategy objectives ssh zones vpn storage database services gateway backup secrets",
            "traffic drills lease"),
    OBJECTIVES("objectives", "sla rto rpo"),
    SSH("ssh", "user port identityFile knownHosts jumpHost"),
    ZONE("zones.*", "home hosts"),
    HOST("zones.*.hosts.*", "address endpoint vpn user port identityFile jumpHost"),
    VPN("vpn", "wireguard"),
    WIREGUARD("vpn.wireguard", "subnet port"),
    STORAGE("storage", "local", "glusterfs"),
    LOCAL("storage.local", "volumes"),
    VOLUME("storage.local.volumes.*", "owner"),
    DATABASE("database", "mariadb maxscale"),
    MARIADB("database.mariadb", "image hosts semiSync router databases"),
    SCHEMA("database.mariadb.databases.*", "user password"),
    MAXSCALE("database.maxscale", "image hosts gui"),
    SERVICE(
            "services.*",
            "image replicas standbyReplicas port publish hosts command user env expose volumes health limits update"),
    HEALTH("services.*.health", "http interval timeout retries startPeriod"),
    LIMITS("services.*.limits", "cpus memory"),
    UPDATE("services.*.update", "parallelism", "order onFailure"),
    GATEWAY("gateway", "haproxy"),
    HAPROXY("gateway.haproxy", "image hosts balance weights tls routes", "retry"),
    TLS("gateway.haproxy.tls", "certificate"),
    ROUTE("gateway.haproxy.routes.*", "host path service"),
    BACKUP("backup", "every full logs keep to from encrypt"),
    KEEP("backup.keep", "hourly daily"),
    ENCRYPT("backup.encrypt", "certificate key"),
    SECRET("secrets.*", "env file command");

    private final String path;
    private final String known;
    private final String later;

    Keys(String path, String known) {
        this(path, known, "");
    }

    Keys(String path, String known, String later) {
        this.path = path;
        this.known = known;
        this.later = later;
    }

    /** Where the mapping stands; {@code *} is any name. */
    String path() {
        return path;
    }

    /** In the order in which a person would write them. */
    List<String> known() {
        return List.of(known.split(" "));
    }

    /** Known to the design, and refused by this version. */
    List<String> later() {
        return later.isEmpty() ? List.of() : List.of(later.split(" "));
    }
}
