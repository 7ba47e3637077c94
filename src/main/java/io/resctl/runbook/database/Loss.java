package io.resctl.runbook.database;

import io.resctl.sql.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a failover may lose.
 *
 * @param transactions that another server has and the next primary has not
 * @param unheard servers that may have more, and do not answer
 * @param time from the last row that the primary wrote and the next one has, to when it was last seen taking writes; empty where nothing tells
 */
record Loss(long transactions, List<String> unheard, Optional<Duration> time) {
    /**
     * Reckons.
     *
     * @param beats rows of the heartbeat that the next primary has, or is about to take from another
     * @param former {@code server_id} and name of the primary that is gone
     */
    static Loss of(
            Tier tier,
            List<Heartbeat> beats,
            long formerId,
            String former,
            long missing,
            List<String> unheard,
            Instant now) {
        Optional<Instant> last = beats.stream()
                .filter(b -> formerId == 0 || b.server() == formerId)
                .map(Heartbeat::at)
                .max(Comparator.naturalOrder());
        // The router that saw it last; where none looked, it may have taken writes until now.
        Optional<Duration> gone = tier.up()
                .flatMap(s -> s.witness().stream())
                .flatMap(w -> Optional.ofNullable(w.gone().get(former)).stream())
                .min(Comparator.naturalOrder());
        return new Loss(missing, unheard, last.map(at -> {
            Duration time = Duration.between(at, now.minus(gone.orElse(Duration.ZERO)));
            return time.isNegative() ? Duration.ZERO : time;
        }));
    }

    String words() {
        String known = transactions == 0
                ? "no transaction is known that " + "the new primary lacks"
                : transactions + (transactions == 1 ? " transaction is" : " transactions are")
                        + " known that the new primary lacks";
        String asked = unheard.isEmpty()
                ? ""
                : "; what " + String.join(" and ", unheard) + " acknowledged alone is lost with "
                        + (unheard.size() == 1 ? "it" : "them");
        return known
                + asked
                + time.map(t -> "; what the old one may have committed alone is at most the last "
                                + Math.round(t.toMillis() / 100.0) / 10.0 + " s of its life")
                        .orElse("; nothing tells how much the old one may have committed alone");
    }

    boolean over(Duration objective) {
        return time.map(t -> t.compareTo(objective) > 0).orElse(false);
    }
}
