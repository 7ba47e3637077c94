package io.resctl.app;

import io.resctl.json.Json;
import io.resctl.view.SiteStatus.OfBackups;
import io.resctl.view.SiteStatus.OfBackups.At;
import io.resctl.view.SiteStatus.OfBackups.Verified;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what the hosts keep to what the site has of backups. Pure. */
final class BackupFold {
    private static final Pattern NAME = Pattern.compile("\\d+-(\\d{8}T\\d{6})Z-.*");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private record Document(
            @Nullable String at,
            @Nullable String ok,
            @Nullable String why) {}

    private BackupFold() {}

    static OfBackups of(SortedMap<String, StatusAnswer> answers) {
        return new OfBackups(
                last(answers, "made"),
                last(answers, "copy"),
                answers.entrySet().stream().flatMap(BackupFold::verified).max(Comparator.comparing(Verified::at)));
    }

    private static Optional<At> last(SortedMap<String, StatusAnswer> answers, String kind) {
        return answers.entrySet().stream()
                .flatMap(e -> begun(e.getValue().said(kind)).map(at -> new At(at, e.getKey())).stream())
                .max(Comparator.comparing(At::at));
    }

    /** From a backup's name, such as {@code 000012-20261124T030000Z-full}. */
    private static Optional<Instant> begun(String name) {
        Matcher form = NAME.matcher(name);
        try {
            return form.matches()
                    ? Optional.of(LocalDateTime.parse(form.group(1), STAMP).toInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Stream<Verified> verified(Map.Entry<String, StatusAnswer> answer) {
        try {
            Document document = Json.read(answer.getValue().said("verified"), Document.class);
            if (document.at == null) {
                return Stream.empty();
            }
            return Stream.of(new Verified(
                    Instant.parse(document.at),
                    answer.getKey(),
                    "yes".equals(document.ok),
                    document.why == null ? "" : document.why));
        } catch (Json.NotOurs | DateTimeException _) {
            return Stream.empty();
        }
    }
}
