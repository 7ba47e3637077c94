package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Lease;
import io.resctl.testing.Golden;
import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfBackups;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfDisk;
import io.resctl.view.SiteStatus.OfGateway;
import io.resctl.view.SiteStatus.OfHost;
import io.resctl.view.SiteStatus.OfSemiSync;
import io.resctl.view.SiteStatus.OfService;
import io.resctl.view.SiteStatus.OfZone;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    private static SiteStatus status(List<OfHost> hosts, List<OfDatabase> databases, Optional<Integer> drift) {
        return status(hosts, databases, drift, List.of());
    }

    private static SiteStatus status(
            List<OfHost> hosts, List<OfDatabase> databases, Optional<Integer> drift, List<Finding> findings) {
        return new SiteStatus(
                "acme",
                "pilot-light",
                Plans.NOW,
                Optional.of(new Lease(1, "milan", "a1", Plans.NOW.minusSeconds(3600), "anna@desk")),
                List.of(new OfZone("milan", true, Role.LIVE), new OfZone("turin", false, Role.STANDBY)),
                hosts,
                List.of(
                        new OfService("web", "milan", Role.LIVE, 3, 3, 3, 3, 0),
                        new OfService("web", "turin", Role.STANDBY, 3, 3, 0, 0, 0)),
                List.of(
                        new OfGateway("a1", "milan", Role.LIVE, Running.SERVING, "http://203.0.113.11/"),
                        new OfGateway("b1", "turin", Role.STANDBY, Running.STOPPED, "http://198.51.100.21/")),
                databases,
                Optional.of(new OfBackups(
                        Optional.of(new OfBackups.At(Plans.NOW.minusSeconds(1800), "a2")),
                        Optional.of(new OfBackups.At(Plans.NOW.minusSeconds(1800), "b1")),
                        Optional.of(new OfBackups.Verified(Plans.NOW.minusSeconds(90_000), "b1", true, "")))),
                drift,
                findings,
                List.of());
    }

    private static OfDatabase db(String host, String zone, Role role, boolean writable, Optional<String> follows) {
        return new OfDatabase(
                host,
                zone,
                role,
                Running.SERVING,
                role == Role.STANDBY ? Duty.STANDBY : follows.isEmpty() ? Duty.PRIMARY : Duty.REPLICA,
                "11.8.9",
                writable,
                follows,
                follows.isPresent(),
                Optional.of(0.4),
                "0-263-42",
                "",
                true,
                Optional.of(new OfSemiSync(role == Role.LIVE ? "confirmed by 1" : "confirms", false)),
                "");
    }

    private static OfHost host(String host, String zone, String why, Optional<Long> epoch, String guard) {
        return new OfHost(
                host,
                zone,
                why,
                epoch,
                guard,
                why.isEmpty() ? Optional.of(new OfDisk(51L << 30, 100L << 30)) : Optional.empty());
    }

    @Test
    void allIsWell() {
        Golden.check(
                "view/status-well.txt",
                StatusView.human(
                        status(
                                List.of(
                                        host("a1", "milan", "", Optional.of(1L), "open: zone milan is live"),
                                        host("b1", "turin", "", Optional.of(1L), "closed: zone milan is live")),
                                List.of(
                                        db("a1", "milan", Role.LIVE, true, Optional.empty()),
                                        db("b1", "turin", Role.STANDBY, false, Optional.of("a1"))),
                                Optional.of(0)),
                        Screen.PLAIN));
    }

    @Test
    void theStandbyIsNotShownAsBroken() {
        String text = StatusView.human(status(List.of(), List.of(), Optional.empty()), Screen.PLAIN);
        assertThat(text).contains("standing by: 3 of 3 created").doesNotContain("STOPPED", "NOT CREATED", "0 of 3");
    }

    @Test
    void aWriterInTheStandbyIsLoud() {
        String text = StatusView.human(
                status(List.of(), List.of(db("b1", "turin", Role.STANDBY, true, Optional.empty())), Optional.of(1)),
                Screen.PLAIN);
        assertThat(text).contains("WRITABLE, should not be").contains("a plan would hold 1 change.");
    }

    @Test
    void trouble() {
        OfDatabase broken = new OfDatabase(
                "b1",
                "turin",
                Role.STANDBY,
                Running.SERVING,
                Duty.STANDBY,
                "11.8.9",
                false,
                Optional.of("a1"),
                false,
                Optional.of(312.5),
                "0-263-40",
                "",
                true,
                Optional.of(new OfSemiSync("does NOT confirm", true)),
                "error connecting to master 'replication@10.90.4.7:3306'");
        Finding stopped = Finding.error(
                "replica.stopped",
                "b1 does not replicate from a1: error connecting to master 'replication@10.90.4.7:3306'",
                "It falls behind with every write.",
                "bring the primary back, or: resctl failover --database");
        Golden.check(
                "view/status-trouble.txt",
                StatusView.human(
                        status(
                                List.of(host("a1", "milan", "no answer in 10s", Optional.empty(), "")),
                                List.of(broken),
                                Optional.empty(),
                                List.of(stopped)),
                        Screen.PLAIN));
    }
}
