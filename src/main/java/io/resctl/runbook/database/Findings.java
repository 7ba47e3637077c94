package io.resctl.runbook.database;

import io.resctl.sql.GtidList;
import io.resctl.sql.Heartbeat;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a look found, in words. Pure. */
public final class Findings {
    private Findings() {}

    /** A line for the lease and one for each server. */
    public static List<String> of(Tier tier) {
        List<String> lines = new ArrayList<>();
        lines.add(tier.lease()
                .map(l -> "lease of epoch " + l.epoch() + ": zone " + l.live() + " is live, the primary is "
                        + (l.primary().isEmpty() ? "its first server" : l.primary()))
                .orElse("no lease"));
        tier.servers()
                .values()
                .forEach(server -> lines.add(
                        switch (server) {
                            case Server.Silent silent ->
                                server.host() + "  does not answer: "
                                        + silent.why().summary();
                            case Server.Up up -> server.host() + "  " + words(tier, up);
                        }));
        return List.copyOf(lines);
    }

    private static String words(Tier tier, Server.Up up) {
        ServerState s = up.state();
        StringBuilder words = new StringBuilder(s.writable() ? "takes writes" : "read-only");
        s.replication()
                .ifPresent(r -> words.append(", follows ")
                        .append(tier.source(up.host()).orElse("nobody"))
                        .append(threads(r)));
        words.append(", at ").append(s.position().words());
        if (s.unapplied() > 0) {
            words.append(", ").append(s.unapplied()).append(" received and not applied");
        }
        Readiness.newest(s).ifPresent(beat -> words.append(", last heartbeat ").append(age(s, beat)));
        long enabled = s.events().stream().filter(e -> e.enabled()).count();
        if (enabled > 0) {
            words.append(", ").append(enabled).append(enabled == 1 ? " event" : " events");
        }
        GtidList errant = tier.primary()
                .filter(p -> !p.equals(up.host()))
                .flatMap(tier::state)
                .map(p -> s.written().without(List.of(p.serverId())).errant(p.known()))
                .orElse(GtidList.NONE);
        if (!errant.isEmpty()) {
            words.append(", holds what the primary never saw: ").append(errant);
        }
        return words.toString();
    }

    private static String age(ServerState state, Heartbeat beat) {
        Duration age = Duration.between(beat.at(), state.clock());
        return Math.round(age.toMillis() / 100.0) / 10.0 + " s old";
    }

    private static String threads(Replication r) {
        return r.receives() && r.applies()
                ? ""
                : " (receives: " + r.io() + ", applies: " + r.applying()
                        + (r.applyError().isEmpty() ? "" : ", " + r.applyError()) + ")";
    }
}
