package io.resctl.remote.ssh;

import java.time.Duration;

/**
 * Bounds of the connections.
 *
 * @param connect until the address answers; an address that drops packets costs this much
 * @param login from the server's first byte to the login
 * @param keepAlive between signs of life; after three without an answer the connection counts as lost
 * @param sessions open at once on a connection: OpenSSH's MaxSessions is 10, and closes count late
 * @param startsAtOnce logins at once: they are what costs time on both sides
 * @param busyRetries how often a login is tried again that the server dropped before its first word, as MaxStartups does
 */
record Limits(Duration connect, Duration login, Duration keepAlive, int sessions, int startsAtOnce, int busyRetries) {
    static Limits usual() {
        return new Limits(Duration.ofSeconds(7), Duration.ofSeconds(20), Duration.ofSeconds(5), 8, 8, 6);
    }
}
