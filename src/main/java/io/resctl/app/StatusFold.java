package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Zone;
import io.resctl.view.SiteStatus;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfGateway;
import io.resctl.view.SiteStatus.OfHost;
import io.resctl.view.SiteStatus.OfService;
import io.resctl.view.SiteStatus.OfZone;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** From what the hosts say to how the site is. Pure. */
final class StatusFold {
    /** How versions of MariaDB print {@code read_only}. */
    private static final Set<String> WRITABLE = Set.of("0", "OFF");

    private final Site site;
    private final SortedMap<String, StatusAnswer> answers;
    private final Optional<Lease> lease;

    StatusFold(Site site, SortedMap<String, StatusAnswer> answers) {
        this.site = site;
        this.answers = answers;
        this.lease = leases().max(Comparator.comparingLong(Lease::epoch));
    }

    SiteStatus status(Instant now, Optional<Integer> drift) {
        return new SiteStatus(
                site.name(),
                site.strategy().word(),
                now,
                lease,
                site.zones().stream()
                        .map(z -> new OfZone(z.name(), z.home(), role(z.name())))
                        .toList(),
                site.hosts().map(this::host).toList(),
                site.services().stream()
                        .flatMap(s -> site.zones().stream().map(z -> service(s, z)))
                        .toList(),
                site.gateway().stream()
                        .flatMap(g -> g.hosts().stream().map(h -> gateway(g, site.host(h))))
                        .toList(),
                site.database().stream()
                        .flatMap(db -> db.hosts().stream().map(site::host))
                        .filter(h ->
                                lease.map(l -> site.runsDatabase(h, l.live())).orElse(true))
                        .map(this::database)
                        .toList(),
                drift,
                notes());
    }

    private Stream<Lease> leases() {
        return answers.values().stream().flatMap(a -> a.lease().stream());
    }

    private StatusAnswer answer(String host) {
        return Objects.requireNonNull(answers.get(host), "every host is asked");
    }

    private Role role(String zone) {
        return lease.map(l -> l.live().equals(zone) ? Role.LIVE : Role.STANDBY).orElse(Role.UNKNOWN);
    }

    private OfHost host(Host host) {
        StatusAnswer answer = answer(host.name());
        return new OfHost(
                host.name(),
                host.zone(),
                answer.unseen().map(Diagnostic::summary).orElse(""),
                answer.number("epoch"),
                answer.said("guard"));
    }

    private OfService service(Service service, Zone zone) {
        Role role = role(zone.name());
        int wanted = role == Role.LIVE
                ? service.replicas()
                : service.standbyReplicas().orElse(service.replicas());
        String prefix = site.names().container(service.name()) + "-";
        List<Running> replicas = new ArrayList<>();
        int silent = 0;
        for (Host host : zone.hosts()) {
            StatusAnswer answer = answer(host.name());
            silent += answer.unseen().isPresent() ? 1 : 0;
            answer.containers().keySet().stream()
                    .filter(name -> name.startsWith(prefix)
                            && name.substring(prefix.length()).matches("\\d+"))
                    .forEach(name -> replicas.add(answer.running(name)));
        }
        int created = replicas.size();
        int ready = (int) replicas.stream().filter(r -> r == Running.SERVING).count();
        int unhealthy =
                (int) replicas.stream().filter(r -> r == Running.UNHEALTHY).count();
        int unseen = silent == 0 ? 0 : Math.max(0, wanted - created);
        return new OfService(service.name(), zone.name(), role, wanted, created, ready + unhealthy, ready, unseen);
    }

    private OfGateway gateway(Gateway gateway, Host host) {
        return new OfGateway(
                host.name(),
                host.zone(),
                role(host.zone()),
                answer(host.name()).running(site.names().container("gateway")),
                Addresses.of(gateway, host));
    }

    private OfDatabase database(Host host) {
        StatusAnswer a = answer(host.name());
        Optional<String> follows = Optional.of(a.said("slave.Master_Host"))
                .filter(address -> !address.isEmpty())
                .map(this::named);
        String error = a.said("slave.Last_SQL_Error").isEmpty()
                ? a.said("slave.Last_IO_Error")
                : a.said("slave.Last_SQL_Error");
        boolean threads = a.said("slave.Slave_IO_Running").equals("Yes")
                && a.said("slave.Slave_SQL_Running").equals("Yes");
        Running running = a.running(site.names().container("db"));
        return new OfDatabase(
                host.name(),
                host.zone(),
                role(host.zone()),
                running == Running.SERVING && a.said("db.read_only").isEmpty() ? Running.UNHEALTHY : running,
                WRITABLE.contains(a.said("db.read_only")),
                follows,
                threads,
                a.number("slave.Seconds_Behind_Master"),
                a.said("db.position"),
                error);
    }

    private String named(String address) {
        return site.hosts()
                .filter(h -> h.vpn().equals(address))
                .map(Host::name)
                .findFirst()
                .orElse(address);
    }

    /** Of two zones that both hold the highest epoch, nobody can say which is live. */
    private List<Diagnostic> notes() {
        TreeSet<String> live = new TreeSet<>();
        leases().filter(l -> lease.map(top -> top.epoch() == l.epoch()).orElse(false))
                .forEach(l -> live.add(l.live()));
        return live.size() < 2
                ? List.of()
                : List.of(
                        Diagnostic.error(
                                "lease.conflict",
                                "Hosts disagree about which zone is live: " + String.join(", ", live)
                                        + ", in the same epoch.",
                                "Nothing is changed by resctl while they do. See which zone serves, then write that lease to all hosts."));
    }
}
