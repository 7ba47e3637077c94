package io.resctl.app;

import io.resctl.model.MaxScale;
import io.resctl.view.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is still maintained, and under which licence, by the dates of {@code lifetimes.txt}. */
final class Lifetimes {
    private static final Pattern SERIES = Pattern.compile("(\\d+\\.\\d+)(?:\\D.*)?");
    private static final int SOON_DAYS = 90;
    private static final Map<String, LocalDate> DATES = read();

    private Lifetimes() {}

    static Stream<Finding> databases(Patient patient) {
        return patient
                .servers()
                .collect(Collectors.groupingBy(
                        s -> series(s.state().version()),
                        TreeMap::new,
                        Collectors.mapping(s -> s.name(), Collectors.toList())))
                .entrySet()
                .stream()
                .flatMap(e -> maintained(patient, "MariaDB", e.getKey(), String.join(", ", e.getValue())));
    }

    static Stream<Finding> gateways(Patient patient) {
        return patient.site().gateway().stream()
                .flatMap(g -> maintained(patient, "HAProxy", series(tag(g.image())), "the gateway"));
    }

    /** Two servers of a site are free in production under either licence. */
    static Stream<Finding> maxscale(Patient patient) {
        return patient.database().stream()
                .filter(db -> db.hosts().size() > 2)
                .flatMap(db -> db.maxscale().stream())
                .map(MaxScale::image)
                .filter(image -> date("MaxScale", series(tag(image)))
                        .map(date -> date.isAfter(today(patient)))
                        .orElse(false))
                .map(image -> Finding.warning(
                        "maxscale.licence",
                        "MaxScale " + series(tag(image)) + " is under the Business Source License until "
                                + date("MaxScale", series(tag(image))).orElseThrow() + " (patches differ).",
                        "Production use with three database servers or more needs a subscription until then.",
                        "use an image of a series that is under the GPL, such as 23.08, or router: haproxy"));
    }

    /** The line about the licence for who asks what is in use; empty where MaxScale is not, or its series is not known. */
    static Optional<String> licence(Patient patient) {
        return patient.database()
                .flatMap(db -> db.maxscale())
                .map(m -> series(tag(m.image())))
                .flatMap(series -> date("MaxScale", series)
                        .map(date -> "MaxScale " + series + ": under the "
                                + (date.isAfter(today(patient))
                                        ? "Business Source License until " + date + ", then under the GPL"
                                        : "GPL since " + date)
                                + "; patches differ, see the LICENSE of yours"));
    }

    private static Stream<Finding> maintained(Patient patient, String product, String series, String where) {
        Optional<LocalDate> end = date(product, series);
        if (end.isEmpty() || end.get().isAfter(today(patient).plusDays(SOON_DAYS))) {
            return Stream.empty();
        }
        boolean over = !end.get().isAfter(today(patient));
        return Stream.of(Finding.warning(
                product.toLowerCase(Locale.ROOT) + ".lifetime",
                product + " " + series + " (" + where + ") "
                        + (over ? "is not maintained since " : "is maintained until ") + end.get()
                        + (over ? "." : " only."),
                "What is found in it after that is not mended.",
                "put the image of a later series into the descriptor, rehearse it in a lab, then: resctl apply"));
    }

    private static LocalDate today(Patient patient) {
        return LocalDate.ofInstant(patient.now(), ZoneOffset.UTC);
    }

    private static Optional<LocalDate> date(String product, String series) {
        return Optional.ofNullable(DATES.get(product.toLowerCase(Locale.ROOT) + " " + series));
    }

    /** {@code 11.8} of {@code 11.8.9-MariaDB-log}. */
    private static String series(String version) {
        Matcher form = SERIES.matcher(version);
        return form.matches() ? form.group(1) : "";
    }

    private static String tag(String image) {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    private static Map<String, LocalDate> read() {
        try (InputStream in = Objects.requireNonNull(Lifetimes.class.getResourceAsStream("lifetimes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toUnmodifiableMap(l -> l[0] + " " + l[1], l -> LocalDate.parse(l[2])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
