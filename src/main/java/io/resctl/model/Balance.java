package io.resctl.model;

/** How the gateway chooses a replica: in turn, the one with the fewest outstanding requests, or by the client's address. */
public enum Balance {
    ROUNDROBIN,
    LEASTCONN,
    SOURCE;

    /** As HAProxy spells it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
