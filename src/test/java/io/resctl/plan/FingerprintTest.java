package io.resctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.resource.Content;
import io.resctl.resource.Observed;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Resource PLAIN = new TextFile("/etc/x", Content.text("text"), "0644", Owner.ROOT);
    private static final Resource SECRET = new TextFile("/etc/x", Content.secret("pw"), "0400", Owner.ROOT);
    private static final Resource UNIT =
            new Unit("u.service", true, true, List.of(), Unit.OnChange.RELOAD, Optional.empty(), Duration.ofSeconds(1));
    private static final Fingerprint KEYLESS = new Fingerprint(Optional.empty());

    @Test
    void itTellsFindingsApart() {
        assertThat(KEYLESS.of(PLAIN, present("content", "a"))).isNotEqualTo(KEYLESS.of(PLAIN, present("content", "b")));
        assertThat(KEYLESS.of(PLAIN, new Observed.Absent())).isEqualTo(Fingerprint.ABSENT);
        assertThat(KEYLESS.of(PLAIN, new Observed.Unknown("why"))).isEqualTo(Fingerprint.ANYTHING);
    }

    @Test
    void whatIsUnsettledOrNotWantedDoesNotCount() {
        assertThat(KEYLESS.of(UNIT, present("state", "running")))
                .isEqualTo(KEYLESS.of(UNIT, present("state", "stopped")));
        assertThat(KEYLESS.of(UNIT, present("enabled", "yes")))
                .isNotEqualTo(KEYLESS.of(UNIT, present("enabled", "no")));
        assertThat(KEYLESS.of(PLAIN, present("inode", "7"))).isEqualTo(KEYLESS.of(PLAIN, present("inode", "8")));
        assertThat(KEYLESS.of(UNIT, new Observed.Absent())).isEqualTo(Fingerprint.ANYTHING);
    }

    @Test
    void aSecretCountsOnlyUnderTheSitesKey() {
        Fingerprint one = new Fingerprint(Optional.of("key one"));
        Fingerprint two = new Fingerprint(Optional.of("key two"));
        assertThat(KEYLESS.of(SECRET, present("content", "a"))).isEqualTo(KEYLESS.of(SECRET, present("content", "b")));
        assertThat(one.of(SECRET, present("content", "a"))).isNotEqualTo(one.of(SECRET, present("content", "b")));
        assertThat(one.of(SECRET, present("content", "a"))).isNotEqualTo(two.of(SECRET, present("content", "a")));
    }

    private static Observed present(String name, String value) {
        return new Observed.Present(new TreeMap<>(Map.of(name, value)));
    }
}
