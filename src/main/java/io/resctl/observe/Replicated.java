package io.resctl.observe;

import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Site;
import io.resctl.resource.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the database servers share by replication is one thing of the site, whoever made it. When the primary has moved, its new host owns what the old one's
 * manifest names; a removal on a server that follows would be a transaction of that server's own. Pure.
 */
final class Replicated {
    private Replicated() {}

    /** Moves ownership to the primary's host, if that was seen; else all stays as it is. */
    static void toPrimary(SortedMap<String, Sight> sights, Site site, Lease lease) {
        Optional<String> primary = site.primary(lease).map(Host::name);
        if (primary.isEmpty() || !(sights.get(primary.get()) instanceof Sight.Seen own)) {
            return;
        }
        List<Manifest.Entry> moving = new ArrayList<>();
        sights.replaceAll((host, sight) -> {
            if (host.equals(primary.get())
                    || !(sight instanceof Sight.Seen seen)
                    || seen.manifest().isEmpty()) {
                return sight;
            }
            Manifest manifest = seen.manifest().get();
            manifest.entries().stream().filter(Replicated::shared).forEach(moving::add);
            return seen.with(Optional.of(manifest.with(
                    manifest.entries().stream().filter(e -> !shared(e)).toList())));
        });
        if (!moving.isEmpty()) {
            Manifest manifest = own.manifest().orElse(Manifest.none(site.name()));
            sights.put(own.host(), own.with(Optional.of(manifest.with(joined(manifest.entries(), moving)))));
        }
    }

    private static boolean shared(Manifest.Entry entry) {
        return entry.resource().replicated();
    }

    /** What one of them created may be removed, though another only found it there. */
    private static List<Manifest.Entry> joined(List<Manifest.Entry> own, List<Manifest.Entry> more) {
        Map<Ref, Manifest.Entry> all = new LinkedHashMap<>();
        own.forEach(e -> all.put(e.resource().ref(), e));
        more.forEach(e -> all.merge(
                e.resource().ref(),
                e,
                (here, there) -> here.origin() == Manifest.Origin.CREATED
                        ? here
                        : new Manifest.Entry(
                                here.resource(), here.component(), here.subject(), there.origin(), here.made())));
        return List.copyOf(all.values());
    }
}
