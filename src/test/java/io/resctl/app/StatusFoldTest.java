package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.view.SiteStatus;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfService;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusFoldTest {
    private static final Site SITE = Sites.pilotLight();
    private static final String LEASE = """
            epoch 1
            live milan
            since 2026-11-22T03:04:05Z
            by anna@desk
            guard open: zone milan is live by the lease of epoch 1
            """;

    private static SortedMap<String, StatusAnswer> answers() {
        SortedMap<String, StatusAnswer> answers = new TreeMap<>();
        SITE.hosts().forEach(h -> answers.put(h.name(), StatusAnswer.parse(LEASE)));
        answers.put("a1", StatusAnswer.parse(LEASE + """
                container resctl-acme-web-1 Up 3 minutes (healthy)
                container resctl-acme-gateway Up 3 minutes
                container resctl-acme-db Up 3 minutes (healthy)
                db.read_only OFF
                db.position 0-17-42
                """));
        answers.put("a2", StatusAnswer.parse(LEASE + """
                container resctl-acme-web-2 Up 2 seconds (health: starting)
                """));
        answers.put(
                "b1", StatusAnswer.parse(LEASE + """
                container resctl-acme-web-1 Created
                container resctl-acme-gateway Created
                container resctl-acme-db Up 3 minutes
                db.read_only ON
                db.position 0-17-41
                slave.Master_Host %s
                slave.Slave_IO_Running Yes
                slave.Slave_SQL_Running Yes
                slave.Seconds_Behind_Master 3
                slave.Last_IO_Error
                """.formatted(SITE.host("a1").vpn())));
        return answers;
    }

    private static SiteStatus status(SortedMap<String, StatusAnswer> answers) {
        return new StatusFold(SITE, answers).status(Sites.SINCE, Optional.of(0));
    }

    @Test
    void aReplicaThatHasJustStartedIsNotReady() {
        assertThat(status(answers()).services()).contains(new OfService("web", "milan", Role.LIVE, 2, 2, 2, 1, 0));
    }

    @Test
    void theStandbyIsCreatedNotRunning() {
        OfService standby = status(answers()).services().get(1);
        assertThat(standby.role()).isEqualTo(Role.STANDBY);
        assertThat(standby.created()).isEqualTo(1);
        assertThat(standby.running()).isZero();
    }

    @Test
    void databasesByTheNamesOfTheirHosts() {
        assertThat(status(answers()).databases())
                .filteredOn(db -> db.running() == Running.SERVING)
                .extracting(OfDatabase::host, OfDatabase::writable, OfDatabase::follows, OfDatabase::behind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a1", true, Optional.empty(), Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple("b1", false, Optional.of("a1"), Optional.of(3L)));
    }

    @Test
    void aSilentHostIsUnseenNotEmpty() {
        SortedMap<String, StatusAnswer> answers = answers();
        answers.put("a1", StatusAnswer.unseen(Diagnostic.error("x", "no answer in 10s", "wait")));
        SiteStatus status = status(answers);
        assertThat(status.hosts().getFirst().why()).isEqualTo("no answer in 10s");
        assertThat(status.gateways().getFirst().running()).isEqualTo(Running.UNSEEN);
        assertThat(status.services().getFirst().unseen()).isEqualTo(1);
    }

    @Test
    void twoLeasesOfOneEpochAreAConflict() {
        SortedMap<String, StatusAnswer> answers = answers();
        answers.put("b2", StatusAnswer.parse(LEASE.replace("live milan", "live turin")));
        assertThat(status(answers).notes()).extracting(Diagnostic::code).containsExactly("lease.conflict");
        assertThat(status(answers()).notes()).isEmpty();
    }
}
