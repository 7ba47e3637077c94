package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.sql.GtidList;
import io.resctl.sql.Heartbeat;
import io.resctl.sql.LongWrite;
import io.resctl.sql.Replication;
import io.resctl.sql.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why a planned move should not begin. Pure. */
final class Readiness {
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private Readiness() {}

    /** The server that gives the right to write away. */
    static List<Diagnostic> former(Tier tier, Move move) {
        List<Diagnostic> reasons = new ArrayList<>();
        Optional<ServerState> state = tier.state(move.former());
        if (state.isEmpty()) {
            reasons.add(Diagnostic.error(
                    "switchover.primary-silent",
                    "the primary " + move.former() + " does not answer, so nobody knows what it has committed: "
                            + why(tier, move.former()),
                    "if it is gone: `resctl failover --database` says what that would cost"));
            return reasons;
        }
        tier.writable().stream()
                .filter(h -> !h.equals(move.former()))
                .forEach(other -> reasons.add(Diagnostic.error(
                        "database.two-writable",
                        other + " takes writes too, though the lease makes " + move.former() + " the primary",
                        "close it, and see what it has that others have not: `resctl plan` says more")));
        if (!state.get().writable()) {
            reasons.add(Diagnostic.error(
                    "switchover.primary-closed",
                    "the primary " + move.former() + " takes no writes",
                    "after a switchover that broke off, go on with it: the same command with --resume; an apply would open "
                            + move.former() + " and leave its events off. Else `resctl plan` says why and mends it"));
        }
        state.get().writes().stream()
                .filter(w -> w.since().compareTo(LONGEST_WRITE) > 0)
                .forEach(w -> reasons.add(longWrite(move.former(), w)));
        reasons.addAll(safe(move.former(), state.get()));
        return reasons;
    }

    private static Diagnostic longWrite(String host, LongWrite write) {
        return Diagnostic.error(
                "switchover.long-write",
                "a write has been under way on " + host + " for long, and would be lost: " + write.words(),
                "wait for it, or end it: on " + host + ", KILL " + write.session() + "; then run it again");
    }

    /** The server that shall have it. */
    static List<Diagnostic> next(Tier tier, Move move) {
        String next = move.next();
        Optional<ServerState> state = tier.state(next);
        if (state.isEmpty()) {
            return List.of(Diagnostic.error(
                    "switchover.candidate-silent",
                    "the server on " + next + " does not answer: " + why(tier, next),
                    "see `resctl status`"));
        }
        List<Diagnostic> reasons = new ArrayList<>(safe(next, state.get()));
        if (state.get().writable()) {
            return reasons;
        }
        Optional<Replication> replication = state.get().replication();
        if (!tier.source(next).equals(Optional.of(move.former()))) {
            reasons.add(Diagnostic.error(
                    "switchover.not-a-replica",
                    next + " follows " + tier.source(next).orElse("nobody") + ", and not the primary " + move.former(),
                    "`resctl plan` says what makes it a replica"));
        } else {
            replication.ifPresent(r -> reasons.addAll(healthy(next, r)));
        }
        tier.state(move.former()).ifPresent(former -> reasons.addAll(beside(tier, move, former, state.get())));
        return reasons;
    }

    private static List<Diagnostic> healthy(String host, Replication r) {
        List<Diagnostic> reasons = new ArrayList<>();
        if (!r.receives() || r.received().isEmpty()) {
            reasons.add(broken(host, "receives nothing (" + r.io() + ")", r.receiveError()));
        }
        if (!r.applies()) {
            reasons.add(broken(host, "applies nothing", r.applyError()));
        }
        if (!r.byGtid()) {
            reasons.add(broken(host, "does not replicate by GTID and its own position", ""));
        }
        return reasons;
    }

    private static Diagnostic broken(String host, String what, String error) {
        return Diagnostic.error(
                "switchover.broken-replication",
                host + " " + what + (error.isEmpty() ? "" : ": " + error),
                "mend its replication first: see `resctl status` and `resctl plan`");
    }

    /** What can only be judged with both at hand. */
    private static List<Diagnostic> beside(Tier tier, Move move, ServerState former, ServerState next) {
        List<Diagnostic> reasons = new ArrayList<>();
        GtidList errant = next.written().without(List.of(former.serverId())).errant(former.known());
        if (!errant.isEmpty()) {
            reasons.add(Diagnostic.error(
                    "database.errant",
                    move.next() + " holds transactions that the primary " + move.former() + " never saw, up to "
                            + errant,
                    "choose another server; `resctl database rebuild HOST` saves them as SQL and seeds that one anew"));
        }
        delay(former, next)
                .filter(d -> d.compareTo(LONGEST_DELAY) > 0)
                .ifPresent(d -> reasons.add(Diagnostic.error(
                        "switchover.lag",
                        move.next() + " is " + d.toSeconds() + " s behind ("
                                + next.position().lacks(former.position())
                                + " transactions): writes would stand still for that long",
                        "wait until it has caught up: `resctl status` shows its delay")));
        if (older(next, former)) {
            reasons.add(Diagnostic.error(
                    "switchover.older",
                    move.next() + " runs MariaDB " + next.version() + ", older than " + former.version() + " on "
                            + move.former() + ", which could not follow it",
                    "bring it to the same version first: `resctl plan`"));
        }
        tier.up().filter(s -> !s.host().equals(move.next())).forEach(other -> {
            if (other.state().serverId() == next.serverId()) {
                reasons.add(Diagnostic.error(
                        "database.same-id",
                        other.host() + " and " + move.next() + " have the same server_id " + next.serverId()
                                + ", so neither could follow the other",
                        "give one of the hosts another VPN address with `vpn:` in the descriptor, then apply"));
            }
        });
        return reasons;
    }

    /** By the rows that the primary writes every second where there are any, for the server's own reckoning is 0 while nothing arrives. */
    static Optional<Duration> delay(ServerState former, ServerState next) {
        Optional<Heartbeat> there = newest(former);
        Optional<Heartbeat> here = newest(next);
        if (there.isPresent() && here.isPresent()) {
            return Optional.of(Duration.between(here.get().at(), there.get().at()));
        }
        return next.replication().flatMap(Replication::behind).map(Duration::ofSeconds);
    }

    static Optional<Heartbeat> newest(ServerState state) {
        return state.heartbeats().stream().max(Comparator.comparing(Heartbeat::at));
    }

    /** Strict mode and a log of its own: without them a later divergence is not seen. */
    private static List<Diagnostic> safe(String host, ServerState state) {
        List<Diagnostic> reasons = new ArrayList<>();
        if (!state.strict()) {
            reasons.add(Diagnostic.error(
                    "database.not-strict",
                    "gtid_strict_mode is off on " + host + ", so two servers could part without anybody noticing",
                    "`resctl plan` shows what else is not as described; SET GLOBAL gtid_strict_mode=ON there"));
        }
        if (!state.logs()) {
            reasons.add(Diagnostic.error(
                    "database.no-log",
                    host + " does not log what it applies (log_bin, log_slave_updates), so nobody could follow it",
                    "`resctl plan` shows what is not as described"));
        }
        return reasons;
    }

    private static boolean older(ServerState one, ServerState other) {
        int[] a = one.release();
        int[] b = other.release();
        for (int i = 0; i < 2; i++) {
            int left = i < a.length ? a[i] : 0;
            int right = i < b.length ? b[i] : 0;
            if (left != right) {
                return left < right;
            }
        }
        return false;
    }

    private static String why(Tier tier, String host) {
        return tier.servers().get(host) instanceof Server.Silent silent
                ? silent.why().summary()
                : "it is no database host";
    }
}
