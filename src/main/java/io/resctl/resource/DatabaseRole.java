package io.resctl.resource;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Whether a running database server takes writes and whom it follows. The state is conferred at run time; files say read-only. */
public record DatabaseRole(String container, boolean writable, Optional<Source> source) implements Resource {
    /** Told beside what is wanted: the transactions that the server holds, as GTIDs. Empty while there are none. */
    public static final String POSITION = "position";

    /**
     * Told of a server that follows another: the transactions that it has received, as GTIDs. Empty where that is not known, as after a restart of the
     * server: then its relay logs may hold some that were not applied.
     */
    public static final String RECEIVED = "received";

    /** Told of a server that follows another: those of the received transactions that are applied, as GTIDs. */
    public static final String APPLIED = "applied";

    /** Told of a server that follows another: {@code yes} while it is connected to that one, {@code no} otherwise. */
    public static final String RECEIVING = "receiving";

    private static final String STOPPED = "stopped";

    @Override
    public Ref ref() {
        return at(container);
    }

    public static Ref at(String container) {
        return new Ref("database-role", container);
    }

    /** Whether what was found is a server that runs and answers. */
    public static boolean answers(Observed found) {
        return found instanceof Observed.Present present
                && !STOPPED.equals(present.attributes().get("read_only"));
    }

    /** Whether what was found follows whom it should, by running threads. */
    public boolean follows(Observed found) {
        return found instanceof Observed.Present present
                && wants().entrySet().stream()
                        .filter(wanted -> !wanted.getKey().equals("read_only"))
                        .allMatch(wanted -> wanted.getValue()
                                .equals(Content.text(present.attributes().getOrDefault(wanted.getKey(), ""))));
    }

    /** {@code follows} = {@code ADDRESS:PORT as USER}, or {@code nobody}; {@code threads} = {@code running} or {@code none}. */
    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of(
                "read_only", writable ? "OFF" : "ON",
                "follows",
                        source.map(s -> s.address() + ":" + s.port() + " as " + s.user())
                                .orElse("nobody"),
                "threads", source.isPresent() ? "running" : "none");
    }

    @Override
    public Optional<Ref> server() {
        return Optional.of(Container.at(container));
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

    /**
     * The server that is followed.
     *
     * @param passwordSecret of the replication account
     */
    public record Source(String host, String address, int port, String user, String passwordSecret) {}
}
