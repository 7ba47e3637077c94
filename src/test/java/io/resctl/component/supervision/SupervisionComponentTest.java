package io.resctl.component.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.component.WishText;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SupervisionComponentTest {
    private static final Names ACME = new Names("acme");

    private final List<Wish> wishes = wishes(Sites.pilotLight(), Sites.homeLease());

    private static List<Wish> wishes(Site site, Lease lease) {
        return new SupervisionComponent().wishes(new Setting(site, lease));
    }

    @Test
    void unitsReadAsApproved() {
        List<String> units = wishes.stream()
                .filter(w -> w.host().equals("a1"))
                .map(w -> w.resource().ref())
                .filter(ref -> ref.kind().equals("file") && ref.name().startsWith("/etc/systemd/system/"))
                .map(Ref::name)
                .toList();
        assertThat(units).hasSize(6);
        units.forEach(path -> Golden.check(
                "supervision/" + path.substring(path.lastIndexOf('/') + 1) + ".txt",
                WishText.file(wishes, "a1", path)));
    }

    @Test
    void confsReadAsApproved() {
        for (String host : List.of("a1", "a3", "b1")) {
            Golden.check(
                    "supervision/" + host + ".conf", WishText.file(wishes, host, "/etc/resctl/acme/guard/guard.conf"));
        }
        List<Wish> solo = wishes(Sites.smallest(), new Lease(1, "here", "", Sites.SINCE, ""));
        Golden.check("supervision/smallest.conf", WishText.file(solo, "h1", "/etc/resctl/solo/guard/guard.conf"));
    }

    /** Only where MaxScale promotes is there something to open; whoever has a server of a zone can fence all of that zone. */
    @Test
    void theGuardKnowsTheMaxscalesOfItsZone() {
        List<Wish> promoting = wishes(Sites.behindMaxscale(SemiSync.NONE), Sites.homeLease());
        Golden.check(
                "supervision/maxscale-a1.conf", WishText.file(promoting, "a1", "/etc/resctl/acme/guard/guard.conf"));
        assertThat(WishText.file(promoting, "b1", "/etc/resctl/acme/guard/guard.conf"))
                .contains("maxscale='10.90.107.12:8989'\n");
        assertThat(WishText.file(promoting, "a3", "/etc/resctl/acme/guard/guard.conf"))
                .contains("maxscale=''\nmaxscales=(\n)\n");
        List<Wish> looking = wishes(Sites.behindMaxscale(SemiSync.STANDBY), Sites.homeLease());
        assertThat(WishText.file(looking, "a1", "/etc/resctl/acme/guard/guard.conf"))
                .contains("maxscale=''\nmaxscales=(\n)\n");
    }

    @Test
    void theLoginForMaxscaleIsRootsAlone() {
        List<TextFile> logins = wishes(Sites.behindMaxscale(SemiSync.NONE), Sites.homeLease()).stream()
                .filter(w -> w.resource() instanceof TextFile f && f.path().equals(ACME.maxscaleLogin()))
                .map(w -> (TextFile) w.resource())
                .toList();
        assertThat(logins).hasSize(3).allSatisfy(f -> {
            assertThat(f.mode()).isEqualTo("0400");
            assertThat(Wanted.shown(f.content())).isEqualTo("user = \"resctl:<secret resctl/maxscale-admin>\"\n");
        });
    }

    @Test
    void wishesReadAsApproved() {
        Golden.check("supervision/wishes.txt", WishText.of(wishes, "a1"));
    }

    @Test
    void theScriptsAreTheSameEverywhere() {
        for (String script : List.of("guard", "lease.sh", "database.sh", "relay.sh")) {
            String path = "/etc/resctl/acme/guard/" + script;
            assertThat(WishText.file(wishes, "a1", path)).isNotBlank().isEqualTo(WishText.file(wishes, "b2", path));
        }
    }

    @Test
    void theLeaseIsThereBeforeTheGuardStarts() {
        for (String host : List.of("a1", "a2", "a3", "b1", "b2")) {
            List<Ref> order = wishes.stream()
                    .filter(w -> w.host().equals(host) && w.subject().equals("guard"))
                    .map(w -> w.resource().ref())
                    .toList();
            assertThat(order).containsSubsequence(TextFile.at(ACME.lease()), Unit.at(ACME.guardUnit()));
            assertThat(wish(host, Unit.at(ACME.guardUnit())).requires())
                    .contains(new Wish.At(host, Unit.at("wg-quick@wg-acme.service")));
        }
    }

    @Test
    void theGuardStartsAnewWhenWhatItReadChanges() {
        Wish guard = wish("a1", Unit.at(ACME.guardUnit()));
        assertThat(guard.resource().disturbedBy())
                .contains(
                        TextFile.at("/etc/resctl/acme/guard/guard"),
                        TextFile.at("/etc/resctl/acme/guard/guard.conf"),
                        TextFile.at("/etc/resctl/acme/guard/site-key.pub"))
                .doesNotContain(TextFile.at(ACME.lease()));
    }

    @Test
    void madeSecretsAreOnTheKeepersOnly() {
        String secrets = "/etc/resctl/acme/secrets/";
        assertThat(wishes.stream()
                        .filter(w -> w.resource() instanceof TextFile file
                                && file.path().startsWith(secrets))
                        .collect(Collectors.groupingBy(
                                Wish::host,
                                Collectors.mapping(
                                        w -> w.resource().ref().name().substring(secrets.length()),
                                        Collectors.toList()))))
                .isEqualTo(Map.of(
                        "a1", List.of("site-key", "site-key.pub", "replication"),
                        "a2", List.of("site-key", "site-key.pub", "replication"),
                        "b1", List.of("site-key", "site-key.pub", "replication")));
    }

    @Test
    void nothingButTheKeepersFilesIsSecret() {
        assertThat(wishes.stream()
                        .filter(w -> w.resource() instanceof TextFile file
                                && file.content().sensitive())
                        .map(w -> ((TextFile) w.resource()).mode()))
                .isNotEmpty()
                .containsOnly("0400");
    }

    @Test
    void oneHostAloneHasAGuardToo() {
        List<Wish> solo = wishes(Sites.smallest(), new Lease(1, "here", "", Sites.SINCE, ""));
        assertThat(solo.stream().map(w -> w.resource().ref()))
                .contains(Unit.at("resctl-guard@solo.service"))
                .doesNotContain(TextFile.at("/etc/resctl/solo/secrets/replication"));
    }

    private Wish wish(String host, Ref ref) {
        return wishes.stream()
                .filter(w -> w.at().equals(new Wish.At(host, ref)))
                .findFirst()
                .orElseThrow();
    }
}
