package io.resctl.backup;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one host keeps, as its program's {@code list} prints it.
 *
 * @param now by the host's clock
 * @param turn the host that makes the backups, by this host's lease
 * @param keeper the host that keeps the copy; empty if none does
 * @param free bytes left on the disk of the backups
 * @param frozen why nothing is removed, where that is so
 * @param restore folder of a restore that was left for the administrator
 * @param damaged what could not be read
 */
public record Inventory(
        String host,
        String zone,
        Instant now,
        String turn,
        Optional<String> keeper,
        Optional<Long> free,
        List<KeptBackup> backups,
        List<KeptLog> logs,
        Optional<Verified> verified,
        List<String> frozen,
        Optional<String> restore,
        List<String> damaged) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /** What a host said it keeps; empty where that is not an inventory. */
    public static Optional<Inventory> parse(String out) {
        Lines lines = new Lines();
        out.lines().forEach(lines::take);
        return lines.inventory();
    }

    static Optional<Instant> stamp(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, STAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static final class Lines {
        private Optional<String[]> host = Optional.empty();
        private String turn = "";
        private Optional<String> keeper = Optional.empty();
        private Optional<Long> free = Optional.empty();
        private final List<KeptBackup> backups = new ArrayList<>();
        private final List<KeptLog> logs = new ArrayList<>();
        private Optional<Verified> verified = Optional.empty();
        private final List<String> frozen = new ArrayList<>();
        private Optional<String> restore = Optional.empty();
        private final List<String> damaged = new ArrayList<>();

        void take(String line) {
            int space = line.indexOf(' ');
            String rest = space < 0 ? "" : line.substring(space + 1).strip();
            switch (space < 0 ? line : line.substring(0, space)) {
                case "host" -> host = Optional.of(rest.split(" ")).filter(w -> w.length == 3);
                case "turn" -> turn = rest;
                case "keeper" -> keeper = Optional.of(rest).filter(k -> !k.isEmpty());
                case "disk" ->
                    free = Optional.of(rest.split(" ")[0])
                            .filter(n -> n.matches("\\d{1,18}"))
                            .map(Long::valueOf);
                case "frozen" -> frozen.add(rest);
                case "restore" -> restore = Optional.of(rest);
                case "verified" -> verified = Verified.read(rest);
                case "backup" -> backup(rest);
                case "log" -> log(rest);
                default -> {}
            }
        }

        private void backup(String rest) {
            String[] words = rest.split(" ", 4);
            Optional<KeptBackup> read = words.length < 4
                    ? Optional.empty()
                    : KeptBackup.read(
                            store(words[0]), words[1], Optional.of(words[2]).filter(a -> !a.equals("-")), words[3]);
            read.ifPresentOrElse(
                    backups::add, () -> damaged.add("a backup in " + (words.length > 1 ? words[1] : rest)));
        }

        private void log(String rest) {
            String[] w = rest.split(" ");
            if (w.length != 8 || !w[2].matches("binlog\\.\\d{1,9}") || !w[3].matches("\\d{1,18}")) {
                damaged.add("a piece of the binary log: " + rest);
                return;
            }
            KeptLog.State state = switch (w[4]) {
                case "open" -> KeptLog.State.OPEN;
                case "closed" -> KeptLog.State.CLOSED;
                default -> KeptLog.State.GAP;
            };
            logs.add(new KeptLog(
                    store(w[0]),
                    w[1],
                    w[2],
                    Long.parseLong(w[3]),
                    state,
                    stamp(w[5]),
                    stamp(w[6]),
                    w[7].equals("-") ? "" : w[7]));
        }

        private static Store store(String word) {
            return word.equals(Store.COPY.word()) ? Store.COPY : Store.MADE;
        }

        Optional<Inventory> inventory() {
            try {
                return host.map(h -> new Inventory(
                        h[0],
                        h[1],
                        Instant.parse(h[2]),
                        turn,
                        keeper,
                        free,
                        List.copyOf(backups),
                        List.copyOf(logs),
                        verified,
                        List.copyOf(frozen),
                        restore,
                        List.copyOf(damaged)));
            } catch (DateTimeParseException _) {
                return Optional.empty();
            }
        }
    }
}
