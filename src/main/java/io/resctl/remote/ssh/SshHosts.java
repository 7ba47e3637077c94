package io.resctl.remote.ssh;

import io.resctl.host.Hosts;
import io.resctl.host.Reader;
import io.resctl.host.Writer;
import io.resctl.model.Host;
import io.resctl.model.Site;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.schmizz.sshj.Config;

/** The hosts of a site over SSH: one connection each, jump hosts included and shared, opened when first needed. */
public final class SshHosts implements Hosts {
    private final Site site;
    private final Destinations destinations;
    private final EngineFactory engines;
    private final Limits limits;
    private final RandomGenerator random;
    private final Semaphore starts;
    private final Config algorithms = new Algorithms();
    private final Map<String, SshHost> hosts = new ConcurrentHashMap<>();
    private final Map<String, Destination> resolved = new ConcurrentHashMap<>();
    private final Map<Destination, Link> links = new ConcurrentHashMap<>();

    /**
     * Opens nothing yet.
     *
     * @param random spreads the retries of logins that a busy server dropped
     */
    public SshHosts(Site site, Operator operator, EngineFactory engines, RandomGenerator random) {
        this(site, operator, engines, random, Limits.usual());
    }

    SshHosts(Site site, Operator operator, EngineFactory engines, RandomGenerator random, Limits limits) {
        this.site = site;
        this.destinations = new Destinations(site.ssh(), operator, OpenSsh.installed(operator.sshConfig()));
        this.engines = engines;
        this.limits = limits;
        this.random = random;
        this.starts = new Semaphore(limits.startsAtOnce(), true);
    }

    @Override
    public Reader reader(String host) {
        return writer(host);
    }

    @Override
    public Writer writer(String host) {
        return hosts.computeIfAbsent(host, name -> {
            Host described = site.host(name);
            return new SshHost(name, () -> link(destination(described)).connection(), engines);
        });
    }

    /** Asks OpenSSH's configuration once for each host; a failure is not kept, since the user may mend it meanwhile. */
    private Destination destination(Host host) throws Failure {
        Destination known = resolved.get(host.name());
        if (known != null) {
            return known;
        }
        Destination found = destinations.of(host);
        resolved.put(host.name(), found);
        return found;
    }

    private Link link(Destination destination) {
        return links.computeIfAbsent(destination, d -> new Link(d, () -> open(d)));
    }

    private Connection open(Destination destination) throws Failure, InterruptedException {
        Optional<Connection> jump = Optional.empty();
        if (destination.jump().isPresent()) {
            try {
                jump = Optional.of(link(destination.jump().get()).connection());
            } catch (Failure e) {
                throw Causes.through(destination, e);
            }
        }
        return Connection.open(destination, jump, starts, limits, algorithms, random);
    }

    /** Closes all at once; one whose peer is dead is left to the end of the process. */
    @Override
    public void close() {
        CountDownLatch closed = new CountDownLatch(links.size());
        for (Link link : links.values()) {
            Thread.ofVirtual().start(() -> {
                try {
                    link.close();
                } finally {
                    closed.countDown();
                }
            });
        }
        try {
            if (!closed.await(2, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
