package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Zone;
import io.resctl.view.SiteStatus;
import io.resctl.view.SiteStatus.OfDisk;
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
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** From what the hosts say to how the site is. Pure. */
final class StatusFold {
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
                new DatabaseFold(site, answers, lease).all(),
                site.database().map(db -> BackupFold.of(answers)).filter(b -> !b.none()),
                drift,
                List.of(),
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
                answer.said("guard"),
                disk(answer));
    }

    private static Optional<OfDisk> disk(StatusAnswer answer) {
        String[] bytes = answer.said("disk").split(" +");
        return bytes.length == 2 && bytes[0].matches("\\d{1,18}") && bytes[1].matches("\\d{1,18}")
                ? Optional.of(new OfDisk(Long.parseLong(bytes[0]), Long.parseLong(bytes[1])))
                : Optional.empty();
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

    /** Of two leases that contradict each other nobody can say which one counts. */
    private List<Diagnostic> notes() {
        TreeSet<String> words = new TreeSet<>();
        leases().filter(l -> lease.map(top -> top.epoch() == l.epoch()).orElse(false))
                .forEach(l -> words.add(l.live() + (l.primary().isEmpty() ? "" : " with the primary " + l.primary())));
        return words.size() < 2
                ? List.of()
                : List.of(
                        Diagnostic.error(
                                "lease.conflict",
                                "Hosts disagree about which zone is live: " + String.join(", ", words)
                                        + ", in the same epoch.",
                                "Nothing is changed by resctl while they do. See which one serves, then write that lease to all hosts."));
    }
}
