package io.resctl.resource;

/** Who owns a file: numbers, since a container's users have no names on the host. */
public record Owner(int uid, int gid) {
    public static final Owner ROOT = new Owner(0, 0);

    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
