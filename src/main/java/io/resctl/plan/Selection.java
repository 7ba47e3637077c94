package io.resctl.plan;

import io.resctl.model.Site;
import java.util.Set;

/**
 * The part of a site that a command was narrowed to. What is empty does not narrow.
 *
 * @param only {@code COMPONENT} or {@code COMPONENT/SUBJECT}
 */
public record Selection(Set<String> zones, Set<String> hosts, Set<String> only) {
    public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of());

    public boolean all() {
        return zones.isEmpty() && hosts.isEmpty() && only.isEmpty();
    }

    public boolean holds(Site site, String host, String component, String subject) {
        boolean place = (hosts.isEmpty() && zones.isEmpty())
                || hosts.contains(host)
                || zones.contains(site.host(host).zone());
        return place && (only.isEmpty() || only.contains(component) || only.contains(component + "/" + subject));
    }
}
