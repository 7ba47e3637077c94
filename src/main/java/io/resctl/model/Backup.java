package io.resctl.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Backups of the database.
 *
 * @param every time between two backups; those between full ones are incremental
 * @param full time after which a chain begins anew with a full one
 * @param logs how often the binary log is archived and the copy pulled: what is lost with a zone at most, where only its backups are elsewhere
 * @param to present: the other zone pulls a copy. It names the zone that does so while home is live; after a failover the roles are swapped
 * @param from the host they are made on by preference; empty: the first replica of the live zone
 */
public record Backup(
        Duration every,
        Duration full,
        Duration logs,
        Keep keep,
        Optional<String> to,
        Optional<String> from,
        Optional<Encryption> encryption) {

    /**
     * How long they are kept.
     *
     * @param hourly hours of which every backup is kept
     * @param daily days of which the first full backup is kept
     */
    public record Keep(int hourly, int daily) {}

    /**
     * Hosts can encrypt and cannot read what they encrypted.
     *
     * @param certificateSecret secret that holds a certificate in PEM
     * @param keySecret secret that holds its private key in PEM; asked for only when something is restored
     */
    public record Encryption(String certificateSecret, String keySecret) {}
}
