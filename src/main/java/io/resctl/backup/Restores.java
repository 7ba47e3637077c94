package io.resctl.backup;

import io.resctl.diag.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Finds the way back to a moment in what one host keeps. */
public final class Restores {
    /** What the clocks of two hosts may differ: replaying a minute more costs nothing, a backup that holds too much cannot be undone. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final DateTimeFormatter STOP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Inventory inventory;
    private final Target target;

    private Restores(Inventory inventory, Target target) {
        this.inventory = inventory;
        this.target = target;
    }

    /** What came of the search. */
    public sealed interface Found {
        record Way(RestorePlan plan) implements Found {}

        record None(Diagnostic why) implements Found {}
    }

    public static Found way(Inventory inventory, Target target) {
        return new Restores(inventory, target).way();
    }

    private Found way() {
        if (inventory.backups().isEmpty()) {
            return none(
                    "backup.none",
                    inventory.host() + " keeps no backup.",
                    "See where there are some: `resctl backup list`.");
        }
        if (target instanceof Target.At at && at.second().isAfter(inventory.now())) {
            return none(
                    "restore.future",
                    at.second() + " has not come yet: on " + inventory.host() + " it is " + inventory.now() + ".",
                    "Times are in UTC. `--to latest` goes as far as there is anything.");
        }
        List<KeptBackup> before = inventory.backups().stream()
                .filter(this::early)
                .sorted(Comparator.comparing(KeptBackup::ended)
                        .thenComparing(KeptBackup::path)
                        .reversed())
                .toList();
        for (KeptBackup last : before) {
            Optional<List<KeptBackup>> chain = chain(last);
            if (chain.isPresent()) {
                return new Found.Way(plan(chain.get()));
            }
        }
        Instant oldest = inventory.backups().stream()
                .map(KeptBackup::ended)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return none(
                "restore.too-old",
                "No backup on " + inventory.host() + " is old enough: its oldest one is of " + oldest + ".",
                "Ask for a later moment, or see whether another host keeps an older one: `resctl backup list`.");
    }

    private Found none(String code, String summary, String hint) {
        return new Found.None(Diagnostic.error(code, summary, hint));
    }

    /** It holds nothing of what comes after the target. */
    private boolean early(KeptBackup backup) {
        return switch (target) {
            case Target.Latest _ -> true;
            case Target.At at -> !backup.ended().plus(SKEW).isAfter(at.second());
            case Target.Position gtid -> sequence(backup.endGtid(), gtid.domain()) <= gtid.sequence();
        };
    }

    /** Down to the full one; empty where one is missing. */
    private Optional<List<KeptBackup>> chain(KeptBackup last) {
        List<KeptBackup> chain = new ArrayList<>(List.of(last));
        while (!chain.getFirst().full()) {
            KeptBackup first = chain.getFirst();
            Optional<KeptBackup> base = inventory.backups().stream()
                    .filter(b -> b.store() == first.store() && b.line().equals(first.line()))
                    .filter(b -> Optional.of(b.name()).equals(first.base()))
                    .findFirst();
            if (base.isEmpty()) {
                return Optional.empty();
            }
            chain.addFirst(base.get());
        }
        return Optional.of(List.copyOf(chain));
    }

    private RestorePlan plan(List<KeptBackup> chain) {
        KeptBackup last = chain.getLast();
        List<String> notes = new ArrayList<>();
        List<KeptLog> own = following(last);
        List<KeptLog> logs = own;
        String start = Long.toString(last.logPosition());
        Optional<List<KeptLog>> other = others(last);
        // Another server's archive goes on where this one's ended, when another host's turn came: transactions are
        // found in it by their GTIDs.
        if (other.isPresent() && reach(other.get()).isAfter(reach(own)) && !enough(own)) {
            logs = other.get();
            start = last.endGtid();
        }
        if (target instanceof Target.Position gtid && sequence(last.endGtid(), gtid.domain()) == gtid.sequence()) {
            return new RestorePlan(inventory.host(), chain, List.of(), start, Optional.empty(), List.of());
        }
        if (logs.isEmpty()) {
            notes.add("No binary log is archived after this backup: it is restored as it is, of " + last.ended() + ".");
        } else if (logs.getLast().state() == KeptLog.State.GAP) {
            notes.add("The archive of the binary log has a gap in "
                    + logs.getLast().path() + ": nothing after it is restored.");
        } else if (!enough(logs) && !(target instanceof Target.Latest)) {
            notes.add("The archive's last piece is of " + reach(logs) + ": what was written after that is not in it.");
        }
        return new RestorePlan(inventory.host(), chain, logs, start, stop(), List.copyOf(notes));
    }

    private boolean enough(List<KeptLog> logs) {
        return switch (target) {
            case Target.Latest _ -> false;
            case Target.At at -> !reach(logs).isBefore(at.second());
            case Target.Position gtid ->
                logs.stream().anyMatch(l -> sequence(l.gtid(), gtid.domain()) >= gtid.sequence());
        };
    }

    private static Instant reach(List<KeptLog> logs) {
        return logs.stream()
                .flatMap(l -> l.last().stream())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** The files from the one in which the backup ends, as far as none is missing. */
    private List<KeptLog> following(KeptBackup last) {
        long number = Long.parseLong(last.logFile().substring(last.logFile().lastIndexOf('.') + 1));
        List<KeptLog> files = joined(line(last.store(), last.line()), number);
        return !files.isEmpty() && files.getFirst().bytes() < last.logPosition() ? List.of() : files;
    }

    /** Of another line, all that is there: {@code mariadb-binlog} refuses where it does not begin early enough. */
    private Optional<List<KeptLog>> others(KeptBackup last) {
        if (last.endGtid().isEmpty()) {
            return Optional.empty();
        }
        return inventory.logs().stream()
                .filter(l -> !l.line().equals(last.line()))
                .map(l -> line(l.store(), l.line()))
                .distinct()
                .map(files -> joined(files, files.getFirst().number()))
                .filter(files -> !files.isEmpty())
                .max(Comparator.comparing(Restores::reach));
    }

    private List<KeptLog> line(Store store, String line) {
        return inventory.logs().stream()
                .filter(l -> l.store() == store && l.line().equals(line))
                .sorted(Comparator.comparingLong(KeptLog::number))
                .toList();
    }

    private static List<KeptLog> joined(List<KeptLog> line, long first) {
        List<KeptLog> files = new ArrayList<>();
        long next = first;
        for (KeptLog file : line) {
            if (file.number() < first) {
                continue;
            }
            boolean goesOn = files.isEmpty() || files.getLast().state() == KeptLog.State.CLOSED;
            if (file.number() != next || !goesOn || file.bytes() == 0) {
                break;
            }
            files.add(file);
            next++;
        }
        return List.copyOf(files);
    }

    private Optional<String> stop() {
        return switch (target) {
            case Target.Latest _ -> Optional.empty();
            // It stops before the first event of that second.
            case Target.At at ->
                Optional.of("--stop-datetime=" + STOP.format(at.second().plusSeconds(1)));
            case Target.Position gtid -> Optional.of("--stop-position=" + gtid.text());
        };
    }

    /** The sequence number that a position holds in a domain; 0 where it holds none. */
    private static long sequence(String position, int domain) {
        long most = 0;
        for (String part : position.split(",")) {
            Matcher gtid = Target.GTID.matcher(part.strip());
            if (gtid.matches() && Integer.parseInt(gtid.group(1)) == domain) {
                most = Math.max(most, Long.parseLong(gtid.group(3)));
            }
        }
        return most;
    }
}
