package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.view.SiteStatus;
import io.resctl.view.SiteStatus.Duty;
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
        SITE.hosts().forEach(h -> answers.put(h.name(), parse(LEASE)));
        answers.put("a1", parse(LEASE + """
                container resctl-acme-web-1 Up 3 minutes (healthy)
                container resctl-acme-gateway Up 3 minutes
                container resctl-acme-db Up 3 minutes (healthy)
                sql server_id: 56370
                sql clock: 1795521600.0
                sql read_only: OFF
                sql binlog_pos: 0-17-42
                sql that_is_all: 1
                """));
        answers.put("a2", parse(LEASE + """
                container resctl-acme-web-2 Up 2 seconds (health: starting)
                """));
        answers.put("b1", parse(LEASE + """
                container resctl-acme-web-1 Created
                container resctl-acme-gateway Created
                container resctl-acme-db Up 3 minutes
                sql server_id: 27404
                sql clock: 1795521600.0
                sql read_only: ON
                sql slave_pos: 0-17-41
                sql Master_Host: %s
                sql Slave_IO_Running: Yes
                sql Slave_SQL_Running: Yes
                sql heartbeat: 56370 1795521597.25
                sql heartbeat: 17 1795521599.25
                sql that_is_all: 1
                """.formatted(SITE.host("a1").vpn())));
        return answers;
    }

    private static StatusAnswer parse(String text) {
        return StatusAnswer.parse(text, Sites.SINCE, Sites.SINCE);
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
                .extracting(OfDatabase::host, OfDatabase::duty, OfDatabase::writable, OfDatabase::follows)
                .containsExactly(
                        tuple("a1", Duty.PRIMARY, true, Optional.empty()),
                        tuple("b1", Duty.STANDBY, false, Optional.of("a1")));
    }

    /** Another server's row may be newer by its own clock: it is not what is followed. */
    @Test
    void theDelayIsTheAgeOfThePrimarysRow() {
        assertThat(status(answers()).databases())
                .extracting(OfDatabase::delay)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(2.75));
    }

    /** Who answers under another set-up's process, or not at all, is not a server that takes writes or follows. */
    @Test
    void aServerThatDoesNotAnswerIsUnhealthy() {
        SortedMap<String, StatusAnswer> answers = answers();
        answers.put("a1", parse(LEASE + "container resctl-acme-db Up 3 minutes (healthy)\n"));
        assertThat(status(answers).databases().getFirst().running()).isEqualTo(Running.UNHEALTHY);
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
        answers.put("b2", parse(LEASE.replace("live milan", "live turin")));
        assertThat(status(answers).notes()).extracting(Diagnostic::code).containsExactly("lease.conflict");
        assertThat(status(answers()).notes()).isEmpty();
        answers.put("b2", parse(LEASE + "primary a2\n"));
        assertThat(status(answers).notes()).extracting(Diagnostic::code).containsExactly("lease.conflict");
    }
}
