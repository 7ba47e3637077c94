package io.resctl.resource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Something that can exist on a host. The set is closed: a new kind is one record here and one handler. {@link #wants} names attributes exactly as the
 * handler's question reports them, so that the difference is one pure function for all kinds.
 */
public sealed interface Resource {
    Ref ref();

    SortedMap<String, Content> wants();

    /** Resources of the same host whose change makes this one act again: a unit restarts when a file that it reads was written. */
    default Set<Ref> disturbedBy() {
        return Set.of();
    }

    /** Stands in {@link #unsettled} for being there at all: a unit appears when another action writes its file. */
    String PRESENCE = "presence";

    /** Attributes that earlier actions of the same plan may move, and so say nothing about somebody else's change. */
    default Set<String> unsettled() {
        return Set.of();
    }

    /** Keys of the facts that its question or its making tells. */
    default Set<String> tells() {
        return Set.of();
    }

    /** Each attribute stands for itself: one whose value is not known yet can be left out, and one that is not wanted is a difference. */
    default boolean partial() {
        return false;
    }

    /** It is a state of something that runs: lost when the unit or container that it requires starts anew. */
    default boolean runtimeState() {
        return false;
    }

    /** It holds what users made: only {@code destroy --data} removes it. */
    default boolean holdsData() {
        return false;
    }

    /** Debian packages, by name. Wants {@code NAME=installed} each. */
    record Packages(String name, SortedSet<String> packages) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("packages", name);
        }

        @Override
        public SortedMap<String, Content> wants() {
            SortedMap<String, Content> wants = new TreeMap<>();
            packages.forEach(p -> wants.put(p, Content.text("installed")));
            return wants;
        }

        /** The same package may come as what another one needs. */
        @Override
        public Set<String> unsettled() {
            Set<String> unsettled = new TreeSet<>(packages);
            unsettled.add(PRESENCE);
            return unsettled;
        }
    }

    /**
     * A folder.
     *
     * @param data it holds what users made: removed only by {@code destroy --data}
     */
    record Directory(String path, String mode, Owner owner, boolean data) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("directory", path);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("mode", mode, "owner", owner.toString());
        }

        @Override
        public boolean holdsData() {
            return data;
        }
    }

    /**
     * A file with its whole text. It is replaced by rename, so readers see the old or the new one.
     *
     * @param mode four octal digits
     */
    record TextFile(String path, Content content, String mode, Owner owner) implements Resource {
        @Override
        public Ref ref() {
            return at(path);
        }

        public static Ref at(String path) {
            return new Ref("file", path);
        }

        @Override
        public SortedMap<String, Content> wants() {
            SortedMap<String, Content> wants = attributes("mode", mode, "owner", owner.toString());
            wants.put("content", content);
            return wants;
        }
    }

    /** A WireGuard private key that is made on the host and never leaves it. Tells the fact {@code wireguard.public}. */
    record WireguardKey(String path) implements Resource {
        public static final String PUBLIC = "wireguard.public";

        @Override
        public Ref ref() {
            return new Ref("wireguard-key", path);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("key", "present", "mode", "0600");
        }

        @Override
        public Set<String> tells() {
            return Set.of(PUBLIC);
        }
    }

    /** The peers of a running WireGuard interface. */
    record VpnPeers(String interfaceName, List<VpnPeer> peers) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("vpn-peers", interfaceName);
        }

        /** {@code peer ADDRESS} = the public key. Endpoints roam and are not compared. */
        @Override
        public SortedMap<String, Content> wants() {
            SortedMap<String, Content> wants = attributes("interface", "up");
            peers.forEach(p -> wants.put("peer " + p.address(), Content.fact(p.host(), WireguardKey.PUBLIC)));
            return wants;
        }

        @Override
        public boolean partial() {
            return true;
        }

        @Override
        public boolean runtimeState() {
            return true;
        }

        @Override
        public Set<String> unsettled() {
            return Set.of(PRESENCE);
        }
    }

    /**
     * One other host of the mesh.
     *
     * @param address in the VPN
     * @param endpoint {@code HOST:PORT}
     */
    record VpnPeer(String host, String address, String endpoint) {}

    /** A container image in the host's engine. */
    record Image(String image) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("image", image);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("image", "present");
        }
    }

    /**
     * A Docker bridge network.
     *
     * @param bridge name of the host's interface, 15 characters at most
     */
    record Network(String name, String bridge) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("network", name);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("bridge", bridge);
        }
    }

    /**
     * A container that Compose creates and systemd runs.
     *
     * @param name the container's name, the same as {@code container_name} in the file
     * @param composeFile file on the host that defines it
     * @param service its key in that file
     * @param definition hash of its definition, which the file also sets as label {@code io.resctl.definition}
     * @param unit the systemd unit that runs it; stopped before the container is replaced or removed
     * @param environmentFiles each file's base name is a variable and its whole content the value; they are exported to Compose when it creates the
     *     container (the file says {@code environment: {NAME: null}}), so that no syntax can harm a value. A newer one means it must be made anew
     */
    record Container(
            String name,
            String project,
            String composeFile,
            String service,
            String definition,
            String unit,
            List<String> environmentFiles)
            implements Resource {
        @Override
        public Ref ref() {
            return at(name);
        }

        public static Ref at(String name) {
            return new Ref("container", name);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("definition", definition, "environment", "current");
        }

        @Override
        public Set<Ref> disturbedBy() {
            return Refs.files(environmentFiles);
        }

        @Override
        public Set<String> unsettled() {
            return Set.of("environment");
        }
    }

    /** What a unit does when a file that it watches was written. */
    enum OnChange {
        RELOAD,
        RESTART
    }

    /**
     * A systemd unit and the state it should be in.
     *
     * @param name with its suffix, such as {@code resctl-acme@db.service}
     * @param watches files that it reads: {@code loaded} is {@code stale} when one is newer than the unit's last start or reload
     * @param container the container that it runs, if any; after a start resctl waits until that is healthy
     * @param patience how long to wait for that
     */
    record Unit(
            String name,
            boolean enabled,
            boolean running,
            List<String> watches,
            OnChange onChange,
            Optional<String> container,
            Duration patience)
            implements Resource {
        @Override
        public Ref ref() {
            return at(name);
        }

        public static Ref at(String name) {
            return new Ref("unit", name);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes(
                    "enabled", enabled ? "yes" : "no", "state", running ? "running" : "stopped", "loaded", "current");
        }

        @Override
        public Set<Ref> disturbedBy() {
            Set<Ref> refs = Refs.files(watches);
            container.ifPresent(c -> refs.add(Container.at(c)));
            return refs;
        }

        @Override
        public Set<String> unsettled() {
            return Set.of("state", "loaded", PRESENCE);
        }
    }

    /** The site's nftables table, loaded from a file. {@code rules} is {@code loaded} while the kernel holds what that file made. */
    record Firewall(String table, String file) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("firewall", table);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("rules", "loaded");
        }

        @Override
        public Set<Ref> disturbedBy() {
            return Refs.files(List.of(file));
        }

        @Override
        public Set<String> unsettled() {
            return Set.of("rules", PRESENCE);
        }
    }

    /**
     * The data of a database server: made empty by the server itself, or seeded from a backup of a running one. {@code data} is {@code present} where it is
     * whole, {@link #NEW} or {@link #HALF} where it was begun, {@code foreign} where something else is in its place.
     *
     * @param container the server's container, not running while it is seeded
     * @param seedFrom empty for the first server of the site
     */
    record DatabaseData(String path, String image, String container, Owner owner, Optional<Seed> seedFrom)
            implements Resource {
        /** A file in a folder that a server was told to fill: as long as it is there, nothing of worth is in it. */
        public static final String BEGUN = "resctl-new";

        /** {@code data} of a folder that is marked as {@link #BEGUN}. */
        public static final String NEW = "new";

        /** {@code data} where a seeding was broken off. */
        public static final String HALF = "half seeded";

        @Override
        public Ref ref() {
            return new Ref("database-data", path);
        }

        /** Whether what was found is the whole data of a server. */
        public static boolean whole(Observed found) {
            return "present".equals(state(found));
        }

        /** Whether what was found holds nothing that anybody could miss. */
        public static boolean worthless(Observed found) {
            String state = state(found);
            return found instanceof Observed.Absent || NEW.equals(state) || HALF.equals(state);
        }

        /** Whether a server was told to fill it and has not finished. */
        public static boolean begun(Observed found) {
            return NEW.equals(state(found));
        }

        private static String state(Observed found) {
            return found instanceof Observed.Present present
                    ? present.attributes().getOrDefault("data", "")
                    : "";
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("data", "present");
        }

        @Override
        public boolean holdsData() {
            return true;
        }
    }

    /** A running server that a backup is streamed from. Addresses are those of the VPN. */
    record Seed(String host, String address, String container, String targetAddress, int port) {}

    /** Whether a running database server takes writes and whom it follows. The state is conferred at run time; files say read-only. */
    record DatabaseRole(String container, boolean writable, Optional<Source> source) implements Resource {
        /** Told beside what is wanted: the transactions that the server holds, as GTIDs. Empty while there are none. */
        public static final String POSITION = "position";

        @Override
        public Ref ref() {
            return at(container);
        }

        public static Ref at(String container) {
            return new Ref("database-role", container);
        }

        /** {@code follows} = {@code ADDRESS:PORT as USER}, or {@code nobody}; {@code threads} = {@code running} or {@code none}. */
        @Override
        public SortedMap<String, Content> wants() {
            return attributes(
                    "read_only", writable ? "OFF" : "ON",
                    "follows",
                            source.map(s -> s.address() + ":" + s.port() + " as " + s.user())
                                    .orElse("nobody"),
                    "threads", source.isPresent() ? "running" : "none");
        }

        @Override
        public Set<Ref> disturbedBy() {
            return Set.of(Container.at(container));
        }

        @Override
        public Set<String> unsettled() {
            return Set.of("read_only", "follows", "threads", PRESENCE);
        }

        @Override
        public boolean runtimeState() {
            return true;
        }
    }

    /**
     * The server that is followed.
     *
     * @param passwordSecret of the replication account
     */
    record Source(String host, String address, int port, String user, String passwordSecret) {}

    /**
     * A database (schema) on the primary.
     *
     * @param data folder of the server's data: as long as it holds none, the schema is absent rather than unknown
     */
    record DatabaseSchema(String container, String data, String name) implements Resource {
        @Override
        public Ref ref() {
            return new Ref("database", name);
        }

        @Override
        public SortedMap<String, Content> wants() {
            return attributes("database", "present");
        }
    }

    /**
     * A database account on the primary.
     *
     * @param data folder of the server's data: as long as it holds none, the account is absent rather than unknown
     * @param user as in {@code 'user'@'fromHost'}
     * @param fromHost as in {@code 'user'@'fromHost'}
     * @param passwordSecret empty: no password (for the check account, which may do nothing)
     * @param grants such as {@code REPLICATION SLAVE ON *.*}, each as {@code SHOW GRANTS} prints it between {@code GRANT} and {@code TO}
     */
    record DatabaseAccount(
            String container,
            String data,
            String user,
            String fromHost,
            Optional<String> passwordSecret,
            List<String> grants)
            implements Resource {
        @Override
        public Ref ref() {
            return new Ref("account", user + "@" + fromHost);
        }

        @Override
        public SortedMap<String, Content> wants() {
            SortedMap<String, Content> wants = attributes(
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

    private static SortedMap<String, Content> attributes(String... namesAndValues) {
        SortedMap<String, Content> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], Content.text(namesAndValues[i + 1]));
        }
        return attributes;
    }
}
