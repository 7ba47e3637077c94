package io.resctl.sql;

/**
 * Whether commits wait for another server's word.
 *
 * @param master the server waits, if somebody listens
 * @param replica the server gives its word to whom it follows
 * @param waiting as a primary it waits now: off, where nobody listens or it gave up waiting
 * @param acknowledging as a replica it is heard now
 * @param clients replicas that give their word to it
 */
public record SemiSyncState(boolean master, boolean replica, boolean waiting, boolean acknowledging, long clients) {
    static SemiSyncState of(Answer answer) {
        return new SemiSyncState(
                answer.on("semi_master"),
                answer.on("semi_replica"),
                answer.on("semi_waiting"),
                answer.on("semi_acknowledging"),
                answer.number("semi_clients").orElse(0L));
    }
}
