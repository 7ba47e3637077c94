package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program decides without a server. */
class BackupScriptTest {
    private static final Path FOLDER = Path.of("templates/backup").toAbsolutePath();
    private static final String SERVERS =
            "servers=('a1 milan 10.90.0.1' 'a2 milan 10.90.0.2' 'a3 milan 10.90.0.3' 'b1 turin 10.90.0.9')";

    @TempDir
    private Path folder;

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "shellcheck")));
        assumeTrue(there, "shellcheck is not installed");
        List<String> command = new ArrayList<>(
                List.of("shellcheck", "--norc", FOLDER.resolve("backup").toString()));
        try (Stream<Path> parts = Files.list(FOLDER)) {
            parts.filter(p -> p.toString().endsWith(".sh")).sorted().forEach(p -> command.add(p.toString()));
        }
        Process check = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "milan, ''  , ''  , a2, b1",
        "milan, a1  , ''  , a2, b1",
        "milan, a2  , ''  , a1, b1",
        "milan, a1  , a3  , a3, b1",
        "milan, a3  , a3  , a1, b1",
        "turin, b1  , a3  , b1, a1",
        "turin, ''  , ''  , b1, a1",
    })
    void theLeaseSaysWhoseTurnItIs(String live, String primary, String from, String turn, String keeper)
            throws Exception {
        Files.writeString(
                folder.resolve("lease.json"),
                "{\n  \"epoch\": 3,\n  \"live\": \"" + live + "\",\n"
                        + (primary.isEmpty() ? "" : "  \"primary\": \"" + primary + "\",\n")
                        + "  \"since\": \"2026-11-22T03:04:05Z\",\n  \"by\": \"anna@desk\",\n  \"signature\": \"x\"\n}\n");
        assertThat(bash("from='" + from + "'; turn; keeper")).isEqualTo(turn + "\n" + keeper);
    }

    @Test
    void withoutALeaseItIsNobodysTurn() throws Exception {
        assertThat(bash("printf '<%s><%s>' \"$(turn)\" \"$(keeper)\"")).isEqualTo("<><>");
    }

    /** Data that could not be called anything would never be backed up again. */
    @Test
    void aPowerCutWhileDataGetTheirNameLeavesThemNameable() throws Exception {
        Path od = Files.createDirectories(folder.resolve("bin")).resolve("od");
        Files.writeString(od, "#!/bin/sh\nkill -9 $PPID\n");
        assertThat(od.toFile().setExecutable(true)).isTrue();
        Path data = Files.createDirectories(folder.resolve("data"));
        String name = "as_server() { \"$@\"; }; host=a1 data='" + data + "'; line_of_data; printf '%s' \"$line\"";
        bash("(PATH='" + od.getParent() + "':$PATH; " + name + ") >/dev/null 2>&1; true");
        String line = bash(name);
        assertThat(line).matches("a1-[0-9a-f]{16}");
        assertThat(bash(name)).isEqualTo(line);
    }

    /** A chain a day, a backup an hour, for 40 days: the newest 24 hours, and the full one of each of 30 days. */
    @Test
    void hoursAndDaysAreKept() throws Exception {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 40 * 24).forEach(hour -> all.add(backup(hour)));
        List<String> gone = surplus(all);
        List<String> kept = all.stream()
                .map(line -> line.substring(17))
                .filter(path -> !gone.contains(path))
                .toList();
        assertThat(kept.stream().filter(p -> p.endsWith("full"))).hasSize(30);
        // The newest chain is of 24 backups, and so are the newest 24 hours.
        assertThat(kept).hasSize(29 + 24);
    }

    /** An hour after midnight most of the newest day is on yesterday's chain: all that it builds on stays. */
    @Test
    void whatIsBuiltOnStays() throws Exception {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 40 * 24 + 2).forEach(hour -> all.add(backup(hour)));
        List<String> gone = surplus(all);
        List<String> kept = all.stream()
                .map(line -> line.substring(17))
                .filter(path -> !gone.contains(path))
                .toList();
        assertThat(kept).hasSize(28 + 24 + 2);
        assertThat(kept.stream().filter(p -> p.endsWith("full"))).hasSize(30);
    }

    /** One flight into the future adds one hour and one day to what is counted, not more. */
    @Test
    void aClockThatJumpsMakesNothingOld() throws Exception {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 30 * 24).forEach(hour -> all.add(backup(hour)));
        assertThat(surplus(all).stream().filter(p -> p.endsWith("full"))).isEmpty();
        all.add("20991231T230000Z a1-0123456789abcdef/000721-20991231T230000Z-full");
        assertThat(surplus(all).stream().filter(p -> p.endsWith("full"))).hasSize(1);
    }

    /** Whoever took the source over sends a thousand backups of other days: they all arrive today. */
    @Test
    void aFloodPushesNothingOut() throws Exception {
        List<String> all = new ArrayList<>();
        IntStream.range(0, 30 * 24).forEach(hour -> all.add(backup(hour)));
        IntStream.range(0, 1000)
                .forEach(i -> all.add("20261030T2330%02dZ a1-0123456789abcdef/%06d-2027%02d%02dT000000Z-full"
                        .formatted(i % 60, 1000 + i, 1 + i % 12, 1 + i % 28)));
        assertThat(surplus(all).stream().filter(p -> p.endsWith("full") && p.contains("/000")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1-0123456789abcdef/000001-20261124T110000Z-full/manifest.json",
                "a1-0123456789abcdef/000001-20261124T110000Z-incremental/data.00012",
                "a1-0123456789abcdef/log/binlog.000001/closed_123",
                "a1-0123456789abcdef/log/binlog.000001/000000000000_000000018764_20261124T110000Z_0-1-5,1-2-3_"
                        + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.zst",
            })
    void aPathThatMayBeFetched(String path) throws Exception {
        assertThat(bash("[[ '" + path + "' =~ $path_form ]] && echo \"${BASH_REMATCH[1]}\""))
                .isEqualTo("a1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/shadow",
                "a1-0123456789abcdef/../x",
                "a1-0123456789abcdef/000001-20261124T110000Z-full/../../../../etc/shadow",
                "/etc/shadow",
                "a1-0123456789abcdef/000001-20261124T110000Z-full/arrived",
                "a1-0123456789abcdef/.making-000001-20261124T110000Z-full/data.00000",
                "a1-0123456789abcdef/log/binlog.000001/.piece",
                "frozen",
            })
    void aPathThatMayNot(String path) throws Exception {
        assertThat(bash("[[ '" + path + "' =~ $path_form ]] && echo yes || echo no"))
                .isEqualTo("no");
    }

    /** A manifest comes from a host that somebody may have taken over, and the shell reckons with its numbers. */
    @Test
    void aManifestThatIsNotOneIsNotRead() throws Exception {
        String good = """
                {
                  "format": "1",
                  "site": "acme",
                  "host": "a1",
                  "line": "a1-0123456789abcdef",
                  "name": "000001-20261124T110000Z-full",
                  "kind": "full",
                  "base": "",
                  "started": "2026-11-24T11:00:00Z",
                  "ended": "2026-11-24T11:00:09Z",
                  "startGtid": "",
                  "endGtid": "0-1-5,1-2-3",
                  "logFile": "binlog.000001",
                  "logPosition": "663",
                  "heartbeat": "",
                  "image": "mariadb:11.8",
                  "compression": "zst",
                  "encrypted": "no",
                  "startLsn": "0",
                  "endLsn": "45552",
                  "epoch": "1",
                  "bytes": "631046"
                }
                """;
        assertThat(sane(good)).isEqualTo("sane");
        for (String bad : List.of(
                good.replace("\"631046\"", "\"a[$(touch x)]\""),
                good.replace("binlog.000001", "binlog.a[$(touch x)]"),
                good.replace("0-1-5,1-2-3", "0-1-5'; DROP DATABASE shop; -- "),
                good.replace("  \"epoch\": \"1\",\n", ""),
                good.replace("  \"epoch\"", "  \"bytes\": \"1\",\n  \"epoch\""),
                good.replace("\"epoch\"", "\"other\""))) {
            assertThat(sane(bad)).as(bad).isEqualTo("not");
        }
    }

    private String sane(String manifest) throws Exception {
        Files.writeString(folder.resolve("manifest.json"), manifest);
        return bash("sane '" + folder + "' && echo sane || echo not");
    }

    @Test
    void piecesThatDoNotJoinEndTheCount() throws Exception {
        for (String piece :
                List.of("000000000000_000000000100", "000000000100_000000000250", "000000000300_000000000400")) {
            Files.writeString(folder.resolve(piece + "_20261124T110000Z_none_00.zst"), "");
        }
        assertThat(bash("archived '" + folder + "'")).isEqualTo("250");
    }

    /** The power goes between the word that a copy arrived and its name: the next pull gives it the name. */
    @Test
    void aCopyThatOnlyLacksItsNameGetsIt() throws Exception {
        Path work = Files.createDirectories(folder.resolve("store/copy/a1-0123456789abcdef/.pulling-1"));
        Files.writeString(work.resolve("sha256"), "00  ./data.00000\n00  ./manifest.json\n");
        Files.writeString(work.resolve("manifest.json"), "{}");
        assertThat(bash("complete '" + work + "' && echo yes || echo no")).isEqualTo("no");
        Files.writeString(work.resolve("data.00000"), "");
        Files.writeString(work.resolve("arrived"), "20261124T110000Z\n");
        assertThat(bash("complete '" + work + "' && echo yes || echo no")).isEqualTo("yes");
    }

    /** Full at midnight of the 1st of October, then every hour. */
    private static String backup(int hour) {
        String time = java.time.LocalDateTime.of(2026, 10, 1, 0, 0)
                .plusHours(hour)
                .format(java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
        return "%s a1-0123456789abcdef/%06d-%s-%s"
                .formatted(time, hour + 1, time, hour % 24 == 0 ? "full" : "incremental");
    }

    private List<String> surplus(List<String> all) throws Exception {
        Files.writeString(folder.resolve("all"), String.join("\n", all) + "\n");
        return bash("surplus <'" + folder.resolve("all") + "'").lines().toList();
    }

    private String bash(String code) throws IOException, InterruptedException {
        String script = "set -u -o pipefail; export LC_ALL=C TZ=UTC\nsite=acme host=a1 zone=milan store=" + folder
                + "/store restores=" + folder
                + "/restore lease=" + folder
                + "/lease.json certificate='' from='' copy=yes keep_hourly=24 keep_daily=30\n" + SERVERS
                + "\nfor part in common make logs retain copy list restore replace; do . " + FOLDER
                + "/$part.sh; done\n" + code
                + "\n";
        Process process =
                new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(script);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out.stripTrailing();
    }
}
