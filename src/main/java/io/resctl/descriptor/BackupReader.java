package io.resctl.descriptor;

import io.resctl.model.Backup;
import java.time.Duration;
import java.util.Optional;

/** {@code backup:}. */
final class BackupReader {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private BackupReader() {}

    static Optional<Backup> read(Cursor c) {
        return c.section(Keys.BACKUP).map(s -> {
            Duration every = s.required("every", "every: 1h")
                    .flatMap(d -> Scalars.duration(d, Duration.ofMinutes(5), Duration.ofDays(7)))
                    .orElse(HOUR);
            Optional<Duration> full =
                    s.optional("full").flatMap(d -> Scalars.duration(d, Duration.ofMinutes(5), Duration.ofDays(31)));
            full.filter(f -> f.compareTo(every) < 0)
                    .flatMap(f -> s.optional("full"))
                    .ifPresent(f -> f.error(
                            "backup.full",
                            "full backups are due more often than backups at all",
                            "`full:` is at least `every:`; leave it out for one a day"));
            return new Backup(
                    every,
                    full.orElse(every.compareTo(DAY) > 0 ? every : DAY),
                    s.optional("logs")
                            .flatMap(d -> Scalars.duration(d, Duration.ofSeconds(5), HOUR))
                            .orElse(MINUTE),
                    s.required("keep", "keep: {hourly: 24, daily: 30}")
                            .flatMap(BackupReader::keep)
                            .orElse(new Backup.Keep(24, 30)),
                    s.optional("to").flatMap(BackupReader::zone),
                    s.optional("from").flatMap(BackupReader::host),
                    s.optional("encrypt").flatMap(BackupReader::encryption));
        });
    }

    private static Optional<Backup.Keep> keep(Cursor c) {
        return c.section(Keys.KEEP)
                .map(s -> new Backup.Keep(
                        s.required("hourly", "hourly: 24")
                                .flatMap(n -> Scalars.whole(n, 1, 1000))
                                .orElse(24),
                        s.required("daily", "daily: 30")
                                .flatMap(n -> Scalars.whole(n, 1, 4000))
                                .orElse(30)));
    }

    private static Optional<String> zone(Cursor c) {
        return c.word("the name of a zone");
    }

    private static Optional<String> host(Cursor c) {
        Optional<String> host = c.word("the name of a host");
        host.ifPresent(name -> c.reading().names().use(Names.Kind.HOST, name, c.place()));
        return host;
    }

    private static Optional<Backup.Encryption> encryption(Cursor c) {
        return c.section(Keys.ENCRYPT)
                .map(s -> new Backup.Encryption(
                        s.required("certificate", "certificate: !secret backup-certificate")
                                .flatMap(Cursor::secret)
                                .orElse(""),
                        s.required("key", "key: !secret backup-key")
                                .flatMap(Cursor::secret)
                                .orElse("")));
    }
}
