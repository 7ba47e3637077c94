package io.resctl.sql.maxscale;

import java.util.List;
import java.util.Optional;

/**
 * One MaxScale as it told of itself.
 *
 * @param version such as {@code 23.08.12}
 * @param passive it changes no server, and takes no order to do so
 */
public record MaxScaleState(String version, boolean passive, Monitor monitor, List<Server> servers) {
    /**
     * What watches the servers.
     *
     * @param running false where somebody stopped it
     * @param primary the server that it holds to be the primary
     * @param ownsLocks whether it is the one of several that acts; empty where it takes no locks
     * @param failsOver whether it promotes another server by itself
     * @param opens whether it makes a closed primary writable by itself
     */
    public record Monitor(
            boolean running, Optional<String> primary, Optional<Boolean> ownsLocks, boolean failsOver, boolean opens) {}

    /**
     * A database server.
     *
     * @param states such as {@code Master}, {@code Slave}, {@code Running}, {@code Down}
     */
    public record Server(String name, List<String> states) {
        public boolean primary() {
            return states.contains("Master");
        }

        public boolean running() {
            return states.contains("Running");
        }
    }

    /** Whether it is this one that promotes. */
    public boolean acts() {
        return !passive && monitor.running && monitor.ownsLocks.orElse(true);
    }

    /** Whether it may promote or open a server without being asked. */
    public boolean mayAct() {
        return !passive && monitor.running && (monitor.failsOver || monitor.opens);
    }

    /** Servers that it sends writes to: one, unless something is wrong. */
    public List<String> primaries() {
        return servers.stream().filter(Server::primary).map(Server::name).toList();
    }
}
