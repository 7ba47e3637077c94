package io.resctl.engine;

import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.WireguardKey;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Wishes as components make them, but of any shape: chains per subject, across hosts, with every sort of hole and with rollouts. */
final class RandomWishes {
    private final Site site;
    private final Random random;
    private final List<Wish> wishes = new ArrayList<>();

    private RandomWishes(Site site, long seed) {
        this.site = site;
        this.random = new Random(seed);
    }

    static List<Wish> of(Site site, long seed) {
        return new RandomWishes(site, seed).all();
    }

    private List<Wish> all() {
        List<Host> hosts = site.hosts().toList();
        site.keepers().forEach(h -> keeper(h.name()));
        if (random.nextBoolean()) {
            mesh(hosts);
        }
        int subjects = 1 + random.nextInt(5);
        for (int i = 0; i < subjects; i++) {
            String host = hosts.get(random.nextInt(hosts.size())).name();
            subject(
                    host,
                    "s" + i,
                    random.nextInt(3) == 0 ? Wish.Rollout.NONE : new Wish.Rollout("g", 1 + random.nextInt(2)));
        }
        return List.copyOf(wishes);
    }

    private void keeper(String host) {
        for (String secret : List.of(Names.SITE_KEY, Names.REPLICATION_PASSWORD)) {
            wish(host, "secrets", file(site.names().madeSecret(secret), Content.secret(secret)), Set.of());
        }
    }

    private void mesh(List<Host> hosts) {
        for (Host host : hosts) {
            WireguardKey key = new WireguardKey("/etc/key");
            wish(host.name(), "mesh", key, Set.of());
            List<VpnPeers.VpnPeer> peers = hosts.stream()
                    .filter(h -> !h.equals(host))
                    .map(h -> new VpnPeers.VpnPeer(h.name(), h.vpn(), h.address() + ":51820"))
                    .toList();
            Unit unit = unit("wg", List.of(), Optional.empty());
            wish(host.name(), "mesh", unit, Set.of(new Wish.At(host.name(), key.ref())));
            wish(host.name(), "mesh", new VpnPeers("wg-acme", peers), Set.of(new Wish.At(host.name(), unit.ref())));
        }
    }

    private void subject(String host, String name, Wish.Rollout rollout) {
        String path = "/etc/" + name + ".conf";
        wishes.add(new Wish(host, file(path, content()), "random", name, "services." + name, earlier(), rollout));
        Container container = new Container(
                name, "p", "/etc/compose.yml", name, "v" + random.nextInt(3), name + ".service", List.of(path));
        chain(host, name, container, rollout);
        chain(host, name, unit(name, List.of(path), Optional.of(name)), rollout);
        if (random.nextInt(3) == 0) {
            chain(host, name, new DatabaseRole(name, false, Optional.empty()), rollout);
        }
    }

    private void chain(String host, String subject, Resource resource, Wish.Rollout rollout) {
        Wish.At before = wishes.getLast().at();
        wishes.add(new Wish(host, resource, "random", subject, "services." + subject, Set.of(before), rollout));
    }

    private void wish(String host, String subject, Resource resource, Set<Wish.At> requires) {
        wishes.add(new Wish(host, resource, "base", subject, "site", requires, Wish.Rollout.NONE));
    }

    private Set<Wish.At> earlier() {
        Set<Wish.At> some = new HashSet<>();
        for (int i = random.nextInt(3); i > 0 && !wishes.isEmpty(); i--) {
            some.add(wishes.get(random.nextInt(wishes.size())).at());
        }
        return new TreeSet<>(some);
    }

    private Content content() {
        Content plain = Content.text("version " + random.nextInt(3) + "\nline\n");
        return switch (random.nextInt(4)) {
            case 0 -> plain.plus(Content.secret("shop-db"));
            case 1 -> plain.plus(Content.secret(Names.REPLICATION_PASSWORD));
            case 2 ->
                plain.plus(new Content(List.of(
                        new Content.Piece.Derived(Content.Derivation.ED25519_SIGNATURE, Names.SITE_KEY, "payload"))));
            default -> plain;
        };
    }

    private static TextFile file(String path, Content content) {
        return new TextFile(path, content, "0600", Owner.ROOT);
    }

    private static Unit unit(String name, List<String> watches, Optional<String> container) {
        return new Unit(
                name + ".service", true, true, watches, Unit.OnChange.RESTART, container, Duration.ofSeconds(10));
    }
}
