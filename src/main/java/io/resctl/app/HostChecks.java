package io.resctl.app;

import io.resctl.view.Finding;
import io.resctl.view.SiteStatus.OfDisk;
import io.resctl.view.SiteStatus.OfHost;
import io.resctl.view.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the hosts themselves are like. */
final class HostChecks {
    private static final int LITTLE_PERCENT = 10;
    private static final int NOTHING_PERCENT = 5;
    private static final long LITTLE_BYTES = 2L << 30;
    private static final Duration SKEW = Duration.ofSeconds(1);
    private static final Duration WILD_SKEW = Duration.ofSeconds(30);

    private HostChecks() {}

    static Stream<Finding> seen(Patient patient) {
        return patient.status().hosts().stream()
                .filter(h -> !h.reached())
                .map(h -> Finding.warning(
                        "host.unseen",
                        h.host() + " was not seen: " + h.why() + ".",
                        "Nothing is known of what is there.",
                        "see whether it answers: ssh " + h.host() + " uptime"));
    }

    static Stream<Finding> guards(Patient patient) {
        return patient.status().hosts().stream()
                .filter(OfHost::reached)
                .filter(h -> !h.guard().startsWith("open") && !h.guard().startsWith("standby"))
                .map(h -> Finding.error(
                        "guard.closed",
                        h.guard().isEmpty()
                                ? "No guard runs on " + h.host() + "."
                                : "The guard of " + h.host() + " lets nothing start there: " + h.guard() + ".",
                        "Without a verdict nothing of the site starts on this host.",
                        h.guard().isEmpty()
                                ? "resctl apply"
                                : "resctl apply makes a fenced host a standby again; what the guard says: "
                                        + patient.guardSaid(h.host())));
    }

    static Stream<Finding> disk(Patient patient) {
        return patient.status().hosts().stream()
                .flatMap(h -> h.disk().stream()
                        .filter(d -> d.freePercent() < LITTLE_PERCENT || d.free() < LITTLE_BYTES)
                        .map(d -> full(patient, h.host(), d)));
    }

    private static Finding full(Patient patient, String host, OfDisk disk) {
        String what = host + " has " + Words.size(disk.free()) + " left (" + disk.freePercent() + " %) for its data.";
        String why =
                "A database whose disk is full hangs in every commit, and can then neither be backed up nor promoted.";
        String mend = "see what is big: ssh " + host + " du -xhd 2 "
                + patient.site().names().srv();
        return disk.freePercent() < NOTHING_PERCENT
                ? Finding.error("disk.full", what, why, mend)
                : Finding.warning("disk.low", what, why, mend);
    }

    /** More than a tenth of what is left. */
    static Stream<Finding> copies(Patient patient) {
        return patient.status().hosts().stream().flatMap(h -> {
            Optional<Long> copies = patient.answer(h.host()).number("copies");
            boolean big = copies.isPresent()
                    && h.disk().map(d -> copies.get() > d.free() / 10).orElse(false);
            return big
                    ? Stream.of(Finding.warning(
                            "relay.copies",
                            "Copies of relay logs take " + Words.size(copies.get()) + " on " + h.host() + ".",
                            "They are kept from the last three starts of replication, for a rescue; the disk is nearly needed otherwise.",
                            "if no replica lost anything: ssh " + h.host() + " ls "
                                    + patient.site().names().srv() + "/relay-copies, and remove the older ones"))
                    : Stream.empty();
        });
    }

    /** Against the host whose clock stands in the middle of all. */
    static Stream<Finding> clocks(Patient patient) {
        List<Map.Entry<String, HostClock>> clocks = new ArrayList<>();
        patient.answers().forEach((host, answer) -> answer.clock().ifPresent(c -> clocks.add(Map.entry(host, c))));
        if (clocks.size() < 2) {
            return Stream.empty();
        }
        clocks.sort(Map.Entry.comparingByValue(Comparator.comparing(HostClock::middle)));
        Map.Entry<String, HostClock> middle = clocks.get((clocks.size() - 1) / 2);
        return clocks.stream().flatMap(c -> {
            Duration ahead = c.getValue().aheadOf(middle.getValue());
            Duration behind = middle.getValue().aheadOf(c.getValue());
            Duration skew = ahead.compareTo(behind) > 0 ? ahead : behind;
            return skew.compareTo(SKEW) > 0
                    ? Stream.of(skewed(c.getKey(), middle.getKey(), skew, ahead.isPositive()))
                    : Stream.empty();
        });
    }

    private static Finding skewed(String host, String other, Duration skew, boolean ahead) {
        String what = "The clock of " + host + " is at least " + skew.toSeconds() + " s "
                + (ahead ? "ahead of" : "behind") + " that of " + other + ".";
        String why = "Delays of replication, ages of backups and the times of events are wrong by that much.";
        String mend = "ssh " + host + " timedatectl set-ntp true; then look: ssh " + host + " timedatectl";
        return skew.compareTo(WILD_SKEW) > 0
                ? Finding.error("clock.skew", what, why, mend)
                : Finding.warning("clock.skew", what, why, mend);
    }
}
