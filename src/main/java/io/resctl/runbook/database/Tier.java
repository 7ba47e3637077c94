package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.sql.ServerState;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The database servers of a site as one look found them.
 *
 * @param lease the one that counts
 * @param reached hosts that answered, of all hosts
 * @param findings what is wrong with lease or secrets
 * @param servers by host, in the order of names
 */
public record Tier(
        Site site,
        Optional<Lease> lease,
        NavigableSet<String> reached,
        List<Diagnostic> findings,
        SortedMap<String, Server> servers) {

    public Optional<ServerState> state(String host) {
        return servers.get(host) instanceof Server.Up up ? Optional.of(up.state()) : Optional.empty();
    }

    /** Those that answer. */
    public Stream<Server.Up> up() {
        return servers.values().stream().flatMap(s -> s instanceof Server.Up up ? Stream.of(up) : Stream.empty());
    }

    public Stream<Server.Silent> silent() {
        return servers.values().stream().flatMap(s -> s instanceof Server.Silent no ? Stream.of(no) : Stream.empty());
    }

    public List<String> writable() {
        return up().filter(s -> s.state().writable()).map(Server.Up::host).toList();
    }

    /** The host with this VPN address. */
    public Optional<String> named(String address) {
        return site.hosts().filter(h -> h.vpn().equals(address)).map(Host::name).findFirst();
    }

    /** Whom a server follows, by name. */
    public Optional<String> source(String host) {
        return state(host)
                .flatMap(ServerState::replication)
                .map(r -> named(r.source()).orElse(r.source()));
    }

    /** The server that the lease makes the primary. */
    public Optional<String> primary() {
        return lease.flatMap(site::primary).map(Host::name);
    }

    public String container() {
        return site.names().container("db");
    }
}
