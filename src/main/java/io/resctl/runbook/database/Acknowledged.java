package io.resctl.runbook.database;

import io.resctl.model.Database;
import io.resctl.model.Host;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import java.util.List;

/**
 * Who may hold what clients were told is safe. The word of one server is enough for that, so each of them may be the only one that has it. The same choice
 * as the guard's in {@code semisync.sh}. Pure.
 */
final class Acknowledged {
    private Acknowledged() {}

    /** Servers whose word counted while this zone was live and this was its primary. */
    static List<String> by(Site site, String live, String primary) {
        return switch (site.database().map(Database::semiSync).orElse(SemiSync.NONE)) {
            case NONE -> List.of();
            case LOCAL -> names(site.databaseHosts(live), primary);
            case STANDBY ->
                site.zones().stream()
                        .filter(zone -> !zone.name().equals(live))
                        .flatMap(zone -> names(site.databaseHosts(zone.name()), primary).stream())
                        .toList();
        };
    }

    private static List<String> names(List<Host> hosts, String primary) {
        return hosts.stream().map(Host::name).filter(h -> !h.equals(primary)).toList();
    }

    /** Those of them that do not say what they have. */
    static List<Server.Silent> unheard(Tier tier, String live, String primary) {
        List<String> counted = by(tier.site(), live, primary);
        return tier.silent().filter(s -> counted.contains(s.host())).toList();
    }
}
