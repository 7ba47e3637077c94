package io.resctl.descriptor;

import io.resctl.model.Health;
import io.resctl.model.Limits;
import io.resctl.model.Port;
import io.resctl.model.Service;
import io.resctl.model.Stable;
import io.resctl.model.VolumeMount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code services:}. */
final class ServiceReader {
    /** Replica ports are taken from a hundred of their own. */
    private static final int MOST_REPLICAS = 99;

    private static final Pattern HEALTH_PATH = Pattern.compile("/[A-Za-z0-9._~&+,;=:@%/?-]*");

    /** Other things go by these names: inside containers, or as compose projects. */
    private static final Set<String> RESERVED =
            Set.of("db", "db-ro", "localhost", "ambassador", "gateway", "guard", "mariadb", "maxscale", "wireguard");

    private ServiceReader() {}

    static List<Service> all(Cursor c) {
        List<Service> services = new ArrayList<>();
        c.named("service").forEach((name, service) -> {
            c.reading()
                    .names()
                    .declare(
                            Names.Kind.SERVICE, name, service.key(), c.reading().findings());
            if (RESERVED.contains(name)) {
                service.errorAtKey(
                        "service.reserved",
                        "the name `" + name + "` belongs to resctl itself",
                        "call the service something else, such as `my-" + name + "`");
            }
            service.section(Keys.SERVICE).map(s -> read(name, s)).ifPresent(services::add);
        });
        return services;
    }

    private static Service read(String name, Section s) {
        boolean exposed = s.optional("expose")
                .flatMap(c -> Scalars.choice(c, List.of("env", "file")))
                .orElse("file")
                .equals("env");
        if (!exposed && s.written(List.of("user")).isEmpty()) {
            s.optional("env").ifPresent(env -> warnOfUnreadableFiles(s, env));
        }
        return new Service(
                name,
                s.required("image", "image: registry.example/shop:1.4")
                        .flatMap(Forms::image)
                        .orElse(""),
                s.optional("replicas").flatMap(ServiceReader::count).orElse(1),
                s.optional("standbyReplicas").flatMap(ServiceReader::count),
                s.required("port", "port: 8080").flatMap(Scalars::port).orElse(new Port(80)),
                s.optional("publish")
                        .flatMap(c -> Scalars.whole(c, 1024, 65535 - MOST_REPLICAS))
                        .orElse(Stable.publish(name)),
                s.optional("hosts").map(Forms::hosts).orElse(List.of()),
                s.optional("command").map(ServiceReader::words).orElse(List.of()),
                s.optional("user").flatMap(Forms::owner),
                s.optional("env").map(c -> EnvReader.read(c, !exposed)).orElseGet(TreeMap::new),
                exposed,
                s.optional("volumes").map(MountReader::read).orElse(List.<VolumeMount>of()),
                s.optional("health").flatMap(ServiceReader::health).orElse(Health.DEFAULT),
                s.optional("limits").flatMap(ServiceReader::limits).orElse(Limits.NONE),
                s.optional("update")
                        .flatMap(c -> c.section(Keys.UPDATE))
                        .flatMap(u -> u.optional("parallelism"))
                        .flatMap(ServiceReader::count)
                        .orElse(1));
    }

    private static void warnOfUnreadableFiles(Section s, Cursor env) {
        if (env.isFields() && env.entries("variables").values().stream().anyMatch(Cursor::isSecret)) {
            env.warningAtKey(
                    "user.unset",
                    "root alone can read the secret files of "
                            + s.cursor().place().called() + ", for it does not say `user:`",
                    "say who runs inside the container, such as `user: 33`, or `user: 0` where that is root");
        }
    }

    /** A program and its arguments, as a list: no shell ever splits them. */
    static List<String> words(Cursor c) {
        return c.items().stream().flatMap(item -> item.text("a text").stream()).toList();
    }

    private static Optional<Integer> count(Cursor c) {
        return Scalars.whole(c, 1, MOST_REPLICAS);
    }

    private static Optional<Health> health(Cursor c) {
        Duration second = Duration.ofSeconds(1);
        Health d = Health.DEFAULT;
        return c.section(Keys.HEALTH)
                .map(s -> new Health(
                        s.optional("http")
                                .flatMap(h -> Scalars.matching(
                                        h, HEALTH_PATH, "a path that begins with `/`", "such as `/healthz`")),
                        s.optional("interval")
                                .flatMap(i -> Scalars.duration(i, second, Duration.ofHours(1)))
                                .orElse(d.interval()),
                        s.optional("timeout")
                                .flatMap(t -> Scalars.duration(t, second, Duration.ofHours(1)))
                                .orElse(d.timeout()),
                        s.optional("retries")
                                .flatMap(r -> Scalars.whole(r, 1, 100))
                                .orElse(d.retries()),
                        s.optional("startPeriod")
                                .flatMap(p -> Scalars.duration(p, Duration.ZERO, Duration.ofHours(1)))
                                .orElse(d.startPeriod())));
    }

    private static Optional<Limits> limits(Cursor c) {
        return c.section(Keys.LIMITS)
                .map(s -> new Limits(
                        s.optional("cpus").flatMap(Scalars::cores),
                        s.optional("memory").flatMap(Scalars::memory)));
    }
}
