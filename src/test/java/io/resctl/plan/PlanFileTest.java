package io.resctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Names;
import io.resctl.model.Sites;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Directory;
import io.resctl.resource.Firewall;
import io.resctl.resource.Image;
import io.resctl.resource.Interlock;
import io.resctl.resource.LeaseFile;
import io.resctl.resource.Network;
import io.resctl.resource.Owner;
import io.resctl.resource.Packages;
import io.resctl.resource.Resource;
import io.resctl.resource.SolePassword;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.WireguardKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanFileTest {
    private static final Owner OWNER = new Owner(999, 999);

    /** One of each kind, so that a kind that cannot be read back is noticed. */
    private static final List<Resource> ONE_OF_EACH = List.of(
            new Packages("base", new TreeSet<>(List.of("nftables"))),
            new Directory("/srv/x", "0750", OWNER, true),
            LeaseFile.of(new Names("acme"), Sites.homeLease()),
            new TextFile(
                    "/etc/x",
                    Content.text("a\n").plus(Content.secret("shop-db")).plus(Content.fact("a1", "k")),
                    "0400",
                    OWNER),
            new WireguardKey("/etc/k"),
            new VpnPeers("wg-acme", List.of(new VpnPeers.VpnPeer("a2", "10.90.0.2", "203.0.113.2:51820"))),
            new Image("mariadb:11.8"),
            new Network("n", "br-n"),
            new Container("c", "p", "/f.yml", "s", "abc", "u.service", List.of("/env")).with(new Interlock("/g", "db")),
            new Unit(
                    "u.service",
                    true,
                    false,
                    List.of("/env"),
                    Unit.OnChange.RELOAD,
                    Optional.of("c"),
                    Duration.ofSeconds(90)),
            new Firewall("t", "/t.nft"),
            new DatabaseData(
                    "/srv/db",
                    "i",
                    "c",
                    OWNER,
                    Optional.of(new DatabaseData.Seed("a1", "10.90.0.1", "c", "10.90.0.2", 7402))),
            new DatabaseRole(
                    "c",
                    false,
                    Optional.of(new DatabaseRole.Source("a1", "10.90.0.1", 3306, "repl", "resctl/replication"))),
            new DatabaseSchema("c", "/srv/db", "shop"),
            new DatabaseAccount("c", "/srv/db", "shop", "%", Optional.of("shop-db"), List.of("SELECT ON `shop`.*")),
            new SolePassword("c", "/srv/db", "shop", "%", "shop-db"),
            new DatabaseHeartbeat("c", "/srv/db"));

    @Test
    void everyKindOfResourceComesBackAsItWas() {
        assertThat(ONE_OF_EACH.stream().map(Object::getClass).distinct().count())
                .isEqualTo(Resource.class.getPermittedSubclasses().length);
        Plan plan = plan(ONE_OF_EACH);
        assertThat(PlanFile.read("p.json", PlanFile.write(plan)).plan()).contains(plan);
    }

    @Test
    void aPlanOfAnotherFormatIsRefusedWithAWayOn() {
        String text = PlanFile.write(plan(List.of())).replace("\"format\" : 1", "\"format\" : 7");
        assertThat(PlanFile.read("p.json", text).problem())
                .hasValueSatisfying(d -> assertThat(d.summary()).contains("format 7"))
                .hasValueSatisfying(d -> assertThat(d.hint())
                        .hasValueSatisfying(h -> assertThat(h).contains("resctl plan --out")));
    }

    @Test
    void whatIsNoPlanIsSaidToBeNone() {
        for (String text : List.of("", "hello", "{}", "[1]", "{\"format\":1}", "null")) {
            assertThat(PlanFile.read("p.json", text).plan()).as(text).isEmpty();
            assertThat(PlanFile.read("p.json", text).problem()).as(text).isPresent();
        }
    }

    private static Plan plan(List<Resource> resources) {
        List<Action> actions = resources.stream()
                .map(r -> new Action("a1/" + r.ref(), "a1", Verb.CREATE, r, "absent", List.of(), "k", "s", "because"))
                .toList();
        Change change = new Change(
                "k",
                "s",
                Verb.CREATE,
                List.of("a1"),
                "because",
                List.of(new Change.Detail("a1", "file:/etc/x", "content", "", "(secret)", List.of("+a"))),
                actions.stream().map(Action::id).toList());
        return new Plan(
                Plan.FORMAT,
                "acme",
                Sites.SINCE,
                "abc",
                true,
                Optional.of(Sites.homeLease()),
                List.of(change),
                actions,
                List.of(new Plan.Unreachable("b1", "no route", Optional.of("see to it"))),
                List.of(Diagnostic.warning("w", "summary", "hint")));
    }
}
