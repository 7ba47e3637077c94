package io.resctl.observe;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.LockOwner;
import io.resctl.json.Json;
import io.resctl.model.Lease;
import io.resctl.resource.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the sections of an answer to a sight. */
final class SightReader {
    /** As the file of a lease spells it. */
    private record LeaseDocument(
            long epoch,
            @Nullable String live,
            @Nullable String primary,
            @Nullable Instant since,
            @Nullable String by,
            @Nullable String signature) {}

    private final String host;
    private final Section about;
    private Optional<Diagnostic> problem = Optional.empty();

    private SightReader(String host, Section about) {
        this.host = host;
        this.about = about;
    }

    static Sight read(String host, Observer.Inquiry inquiry, Answers answers) {
        Section about = answers.section(Questionnaire.HOST);
        if (!about.complete()) {
            return new Sight.Unseen(
                    host,
                    Diagnostic.error(
                            "host.garbled",
                            host + " answered, but not what it was asked",
                            "log in by hand and see whether `sh` and `sudo -n sh` work and print nothing of their own"));
        }
        return new SightReader(host, about).sight(inquiry, answers);
    }

    private Sight sight(Observer.Inquiry inquiry, Answers answers) {
        SortedMap<Ref, Sight.Found> resources = new TreeMap<>();
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = 0; i < inquiry.resources().size(); i++) {
            Section section = answers.section(Integer.toString(i));
            resources.put(
                    inquiry.resources().get(i).ref(),
                    new Sight.Found(inquiry.resources().get(i), section.observed()));
            facts.putAll(section.facts());
        }
        Optional<Manifest> manifest = manifest();
        Optional<Sight.SignedLease> lease = lease();
        return new Sight.Seen(
                host,
                about.attribute("clock")
                        .flatMap(SightReader::number)
                        .map(Instant::ofEpochSecond)
                        .orElse(Instant.EPOCH),
                new Sight.Os(
                        about.attribute("os.id").orElse(""),
                        about.attribute("os.version").orElse("")),
                manifest,
                lease,
                lock(),
                secrets(inquiry.madeSecrets()),
                facts,
                resources,
                problem);
    }

    private Optional<Manifest> manifest() {
        return about.attribute("manifest").flatMap(text -> {
            try {
                Manifest manifest = Json.read(text, Manifest.class);
                if (manifest.format() == Manifest.FORMAT) {
                    return Optional.of(manifest);
                }
                problem = Optional.of(unreadable(
                        "is of format " + manifest.format() + ", and this resctl knows format " + Manifest.FORMAT));
            } catch (Json.NotOurs e) {
                problem = Optional.of(unreadable("cannot be read: " + e.getMessage()));
            }
            return Optional.empty();
        });
    }

    private Diagnostic unreadable(String why) {
        return Diagnostic.error(
                "manifest.unreadable",
                "the list of what resctl owns on " + host + " " + why,
                "use the resctl that wrote it; or move manifest.json away, and resctl adopts what it finds");
    }

    private Optional<Sight.SignedLease> lease() {
        return about.attribute("lease").flatMap(text -> {
            try {
                LeaseDocument d = Json.read(text, LeaseDocument.class);
                if (d.live() == null || d.primary() == null || d.since() == null || d.by() == null) {
                    return damagedLease();
                }
                String signature = d.signature() == null ? "" : d.signature();
                return Optional.of(new Sight.SignedLease(
                        new Lease(d.epoch(), d.live(), d.primary(), d.since(), d.by()), signature));
            } catch (Json.NotOurs _) {
                return damagedLease();
            }
        });
    }

    private Optional<Sight.SignedLease> damagedLease() {
        problem = problem.or(() -> Optional.of(Diagnostic.warning(
                "lease.unreadable",
                "the lease on " + host + " cannot be read",
                "its guard takes over that of another host as soon as one answers; else an apply writes it anew")));
        return Optional.empty();
    }

    private Optional<LockOwner> lock() {
        return about.attribute("lock").map(text -> {
            Optional<Duration> silence =
                    about.attribute("lock.silence").flatMap(SightReader::number).map(Duration::ofSeconds);
            return LockOwner.read(text, silence);
        });
    }

    private SortedMap<String, String> secrets(List<String> names) {
        SortedMap<String, String> secrets = new TreeMap<>();
        names.forEach(name -> about.attribute("secret " + name)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> secrets.put(name, value)));
        return secrets;
    }

    private static Optional<Long> number(String text) {
        return text.matches("-?\\d{1,12}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
