package io.resctl.component.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.component.Setting;
import io.resctl.component.Wanted;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.resource.Container;
import io.resctl.resource.Wish;
import io.resctl.testing.Golden;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceComponentTest {
    private static final String FOLDER = "/etc/resctl/acme/service/";

    @Test
    void whatIsWished() {
        List<Wish> wishes = wishes(Sites.pilotLight());
        Golden.check("service/wishes.txt", Wanted.list(wishes));
        Wanted.check(wishes, "a1", FOLDER + "web-1.yml", "service/web-1.yml");
        assertThat(Wanted.file(wishes, "a1", FOLDER + "web.secrets/shop-db")).isEqualTo("<secret shop-db>");
    }

    @Test
    void aReplicaKnowsItsNameAndWhereItRuns() {
        String file = Wanted.file(wishes(Sites.pilotLight()), "a2", FOLDER + "web-2.yml");
        assertThat(file).contains("hostname: \"web-2\"\n", "\"RESCTL_HOST\": \"a2\"\n", "\"RESCTL_ZONE\": \"milan\"\n");
    }

    @Test
    void oneMoreReplicaTouchesNothingElse() {
        Site two = with(Sites.pilotLight(), Sites.web(2));
        Site three = with(Sites.pilotLight(), Sites.web(3));
        Set<Wish> added = new HashSet<>(wishes(three));
        added.removeAll(wishes(two));
        assertThat(wishes(three)).containsAll(wishes(two));
        assertThat(added)
                .filteredOn(w -> w.resource() instanceof Container)
                .extracting(Wish::host)
                .containsExactlyInAnyOrder("a3", "b1");
    }

    @Test
    void nothingIsWishedTwiceOnAHost() {
        List<Wish> wishes = wishes(with(Sites.pilotLight(), Sites.web(7)));
        assertThat(wishes).extracting(Wish::at).doesNotHaveDuplicates();
    }

    @Test
    void withExposeEnvTheValueComesFromOutsideTheFile() {
        Service web = Sites.web(1);
        Service exposed = new Service(
                web.name(),
                web.image(),
                1,
                web.standbyReplicas(),
                web.port(),
                web.publish(),
                web.hosts(),
                List.of("run", "$x"),
                web.user(),
                web.env(),
                true,
                web.volumes(),
                web.health(),
                web.limits(),
                1);
        List<Wish> wishes = wishes(with(Sites.pilotLight(), exposed));
        Wanted.check(wishes, "a1", FOLDER + "web-1.yml", "service/web-1-exposed.yml");
        assertThat(wishes)
                .extracting(Wish::resource)
                .filteredOn(r -> r instanceof Container)
                .allSatisfy(r -> assertThat(((Container) r).environmentFiles())
                        .containsExactly(FOLDER + "web.secrets/DB_PASSWORD"));
    }

    private static List<Wish> wishes(Site site) {
        return new ServiceComponent().wishes(new Setting(site, Sites.homeLease()));
    }

    private static Site with(Site site, Service service) {
        return Sites.with(site, List.of(service));
    }
}
