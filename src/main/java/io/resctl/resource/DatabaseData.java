package io.resctl.resource;

import java.util.Optional;
import java.util.SortedMap;

/**
 * The data of a database server: made empty by the server itself, or seeded from a backup of a running one. {@code data} is {@code present} where it is
 * whole, {@link #NEW} or {@link #HALF} where it was begun, {@code foreign} where something else is in its place.
 *
 * @param container the server's container, not running while it is seeded
 * @param seedFrom empty for the first server of the site
 * @param interlock asked before a container that runs is stopped for it
 */
public record DatabaseData(
        String path,
        String image,
        String container,
        Owner owner,
        Optional<Seed> seedFrom,
        Optional<Interlock> interlock)
        implements Resource {

    /** One whose container may be stopped at any time. */
    public DatabaseData(String path, String image, String container, Owner owner, Optional<Seed> seedFrom) {
        this(path, image, container, owner, seedFrom, Optional.empty());
    }

    /** The same, but who is to be asked first. */
    public DatabaseData with(Interlock asked) {
        return new DatabaseData(path, image, container, owner, seedFrom, Optional.of(asked));
    }

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
        return found instanceof Observed.Present present ? present.attributes().getOrDefault("data", "") : "";
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("data", "present");
    }

    @Override
    public boolean holdsData() {
        return true;
    }

    /** A running server that a backup is streamed from. Addresses are those of the VPN. */
    public record Seed(String host, String address, String container, String targetAddress, int port) {}
}
