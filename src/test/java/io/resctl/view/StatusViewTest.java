package io.resctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Lease;
import io.resctl.testing.Golden;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfGateway;
import io.resctl.view.SiteStatus.OfHost;
import io.resctl.view.SiteStatus.OfService;
import io.resctl.view.SiteStatus.OfZone;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    private static SiteStatus status(List<OfHost> hosts, List<OfDatabase> databases, Optional<Integer> drift) {
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
                drift,
                List.of());
    }

    private static OfDatabase db(String host, String zone, Role role, boolean writable, Optional<String> follows) {
        return new OfDatabase(
                host,
                zone,
                role,
                Running.SERVING,
                writable,
                follows,
                follows.isPresent(),
                follows.map(f -> 0L),
                "0-263-42",
                "");
    }

    @Test
    void allIsWell() {
        Golden.check(
                "view/status-well.txt",
                StatusView.human(
                        status(
                                List.of(
                                        new OfHost("a1", "milan", "", Optional.of(1L), "open: zone milan is live"),
                                        new OfHost("b1", "turin", "", Optional.of(1L), "closed: zone milan is live")),
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
                false,
                Optional.of("a1"),
                false,
                Optional.empty(),
                "0-263-40",
                "error connecting to master 'replication@10.90.4.7:3306'");
        Golden.check(
                "view/status-trouble.txt",
                StatusView.human(
                        status(
                                List.of(new OfHost("a1", "milan", "no answer in 10s", Optional.empty(), "")),
                                List.of(broken),
                                Optional.empty()),
                        Screen.PLAIN));
    }
}
