package io.resctl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.model.Lease;
import io.resctl.model.Sites;
import io.resctl.observe.Manifest;
import io.resctl.plan.Action;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accounts and databases of the site were made on a1; then a2 became the primary. On a1 nothing of them may be touched: it follows. */
class PrimaryMovedTest {
    private static final String SERVER = "resctl-acme-db";
    private static final DatabaseAccount SHOP = new DatabaseAccount(
            SERVER, "/srv/data", "shop", "10.90.0.3", Optional.of("shop-db"), List.of("ALL ON *.*"));
    private static final DatabaseAccount OLD =
            new DatabaseAccount(SERVER, "/srv/data", "old", "10.90.0.3", Optional.of("shop-db"), List.of("ALL ON *.*"));
    private static final DatabaseSchema SCHEMA = new DatabaseSchema(SERVER, "/srv/data", "shop");

    private final FakeSite fake = new FakeSite(Sites.pilotLight(), on("a1", SHOP, OLD, SCHEMA));

    @BeforeEach
    void moved() {
        List.of("a1", "a2").forEach(host -> fake.host(host).present.put(Container.at(SERVER), new TreeMap<>()));
        fake.apply();
        assertThat(owned("a1")).hasSize(3);
        List.of(SHOP, OLD, SCHEMA).forEach(this::replicated);
        fake.lease = new Lease(2, "milan", "a2", Sites.SINCE, "anna@desk");
    }

    @Test
    void nothingIsToBeDone() {
        fake.wishes = on("a2", SHOP, OLD, SCHEMA);
        assertThat(fake.plan().actions()).isEmpty();
    }

    @Test
    void whatIsNoLongerDescribedGoesOnTheNewPrimary() {
        fake.wishes = on("a2", SHOP, SCHEMA);
        assertThat(fake.plan().actions()).extracting(Action::id).containsExactly("a2/account:old@10.90.0.3");
        fake.apply();
        assertThat(owned("a1")).isEmpty();
        assertThat(owned("a2")).extracting(Manifest.Entry::origin).containsOnly(Manifest.Origin.CREATED);
        fake.wishes = on("a2", SCHEMA);
        assertThat(fake.plan().actions()).extracting(Action::id).containsExactly("a2/account:shop@10.90.0.3");
    }

    /** Nobody knows what is there, and a server that follows is left alone. */
    @Test
    void asLongAsThePrimaryIsNotSeenNothingGoes() {
        fake.wishes = on("a2", SHOP, SCHEMA);
        fake.host("a2").up = false;
        assertThat(fake.plan().actions()).isEmpty();
        assertThat(owned("a1")).hasSize(3);
    }

    private void replicated(Resource resource) {
        fake.host("a2")
                .present
                .put(
                        resource.ref(),
                        new TreeMap<>(
                                Objects.requireNonNull(fake.host("a1").present.get(resource.ref()))));
        fake.host("a2").kinds.put(resource.ref(), resource);
    }

    private List<Manifest.Entry> owned(String host) {
        return fake.host(host).manifest.map(Manifest::entries).orElse(List.of());
    }

    private static List<Wish> on(String host, Resource... resources) {
        return List.of(resources).stream()
                .map(r -> new Wish(host, r, "mariadb", r.ref().name(), "database.mariadb", Set.of(), Wish.Rollout.NONE))
                .toList();
    }
}
