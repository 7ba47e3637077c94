package io.resctl.component.service;

import io.resctl.component.Component;
import io.resctl.component.Ground;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.LocalVolume;
import io.resctl.model.Replica;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Zone;
import io.resctl.resource.Directory;
import io.resctl.resource.Owner;
import io.resctl.resource.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The site's own programs. In a zone that is not live their containers are created and stopped. */
public final class ServiceComponent implements Component {
    @Override
    public String kind() {
        return "service";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        for (Zone zone : setting.site().zones()) {
            boolean live = setting.live(zone.name());
            List<Replica> replicas = setting.site().services().stream()
                    .flatMap(s -> Replica.of(setting.site(), s, zone.name(), live).stream())
                    .toList();
            folders(setting.site(), replicas, wishes);
            for (Service service : setting.site().services()) {
                List<Replica> own = replicas.stream()
                        .filter(r -> r.service().equals(service))
                        .toList();
                ServiceFiles files = new ServiceFiles(setting, service);
                firstOfEachHost(own).forEach(replica -> files.shared(replica, wishes));
                own.forEach(replica -> files.replica(replica, live, wishes));
            }
        }
        return wishes.list();
    }

    /** What several replicas of a host share comes with the first of them, and is shown as a part of it. */
    private static List<Replica> firstOfEachHost(List<Replica> replicas) {
        Map<String, Replica> first = new LinkedHashMap<>();
        replicas.forEach(replica -> first.putIfAbsent(replica.host().name(), replica));
        return List.copyOf(first.values());
    }

    private static void folders(Site site, List<Replica> replicas, Wishes wishes) {
        for (Replica replica : firstOfEachHost(replicas)) {
            subject(site, replica, wishes)
                    .add(new Directory(site.names().etc() + "/service", "0755", Owner.ROOT, false));
        }
        for (LocalVolume volume : site.volumes()) {
            List<Replica> users = replicas.stream()
                    .filter(r -> r.service().volumes().stream()
                            .anyMatch(mount -> mount.volume().equals(volume.name())))
                    .toList();
            String path = ServiceFiles.volume(site, volume.name());
            for (Replica replica : firstOfEachHost(users)) {
                subject(site, replica, wishes)
                        .add(new Directory(path, "0755", ServiceFiles.owner(volume.owner()), true));
            }
        }
    }

    private static Wishes.Subject subject(Site site, Replica replica, Wishes wishes) {
        return wishes.on(
                        replica.host().name(),
                        replica.role(),
                        "services." + replica.service().name() + ".replicas")
                .after(replica.host().name(), Ground.ready(site.names()));
    }
}
