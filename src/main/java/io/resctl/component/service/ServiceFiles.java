package io.resctl.component.service;

import io.resctl.component.ComposeFile;
import io.resctl.component.Ground;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.EnvValue;
import io.resctl.model.Names;
import io.resctl.model.Replica;
import io.resctl.model.Service;
import io.resctl.model.Site;
import io.resctl.model.Stable;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Image;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one service needs on a host: its secrets and image once, then a file, a container and a unit for each replica. */
final class ServiceFiles {
    private static final String FOLDER_IN_CONTAINER = "/run/secrets";

    private final Site site;
    private final Names names;
    private final Service service;
    private final String because;

    ServiceFiles(Setting setting, Service service) {
        this.site = setting.site();
        this.names = site.names();
        this.service = service;
        this.because = "services." + service.name();
    }

    static String volume(Site site, String name) {
        return site.names().srv() + "/volumes/" + name;
    }

    /** {@code uid} or {@code uid:gid}; root where it is not a number, since only the image knows its users' names. */
    static Owner owner(Optional<String> user) {
        String[] parts = user.orElse("0").split(":", 2);
        boolean numbers = List.of(parts).stream().allMatch(p -> p.matches("\\d{1,9}"));
        if (!numbers) {
            return Owner.ROOT;
        }
        return new Owner(Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    }

    /** Image and secrets, once a host. */
    void shared(Replica first, Wishes wishes) {
        String host = first.host().name();
        Wishes.Subject subject =
                wishes.on(host, first.role(), because + ".replicas").after(host, ref(folder()));
        subject.add(new Image(service.image()));
        if (!secrets().isEmpty()) {
            boolean files = !service.exposeSecretsInEnv();
            // With `expose: env` only Compose reads them, as root.
            Owner reader = files ? owner(service.user()) : Owner.ROOT;
            subject.add(new Directory(secretFolder(), "0700", reader, false));
            secrets()
                    .forEach((file, secret) -> subject.add(
                            new TextFile(secretFolder() + "/" + file, Content.secret(secret), "0400", reader)));
        }
    }

    void replica(Replica replica, boolean live, Wishes wishes) {
        String host = replica.host().name();
        ComposeFile compose = compose(replica);
        String file = folder() + "/" + replica.role() + ".yml";
        String unit = names.liveUnit(replica.role());
        List<String> secretFiles = secretFiles();
        List<String> environmentFiles = service.exposeSecretsInEnv() ? secretFiles : List.of();
        List<String> watched = service.exposeSecretsInEnv() ? List.of() : secretFiles;

        Wishes.Subject subject = wishes.on(host, replica.role(), because + ".replicas")
                .rollout("service " + service.name(), service.parallelism())
                .after(host, new Image(service.image()).ref())
                .after(host, Ground.ready(names));
        service.volumes().forEach(mount -> subject.after(host, ref(volume(site, mount.volume()))));
        secretFiles.forEach(path -> subject.after(host, TextFile.at(path)));
        subject.add(new TextFile(file, Content.text(compose.text()), "0644", Owner.ROOT))
                .add(new Container(
                        compose.container(),
                        names.project("service"),
                        file,
                        replica.role(),
                        compose.definition(),
                        unit,
                        environmentFiles))
                .after(host, Ground.guarded(names))
                .add(new Unit(
                        unit,
                        true,
                        live,
                        watched,
                        Unit.OnChange.RESTART,
                        Optional.of(compose.container()),
                        service.health().startPeriod().plusSeconds(60)));
    }

    private ComposeFile compose(Replica replica) {
        ComposeFile compose = new ComposeFile(names, "service", replica.role(), service.image())
                .command(service.command())
                .hostname(replica.role())
                .user(service.user().orElse(""))
                .limits(service.limits())
                .publish(replica.host().vpn(), replica.port(), service.port().number());
        // Where it runs is nothing that a program can find out by itself; what the descriptor sets under these names
        // wins.
        compose.env("RESCTL_HOST", replica.host().name())
                .env("RESCTL_ZONE", replica.host().zone());
        service.env().forEach((name, value) -> {
            switch (value) {
                case EnvValue.Literal literal -> compose.env(name, literal.text());
                case EnvValue.SecretRef secret -> {
                    if (service.exposeSecretsInEnv()) {
                        compose.envFromOutside(name);
                    } else {
                        compose.env(name + "_FILE", FOLDER_IN_CONTAINER + "/" + secret.secret());
                    }
                }
            }
        });
        service.volumes().forEach(m -> compose.bind(volume(site, m.volume()), m.path(), m.readOnly()));
        if (!secrets().isEmpty() && !service.exposeSecretsInEnv()) {
            // The folder, not the files: they are replaced by rename, and a mounted file would stay the old one.
            compose.bind(secretFolder(), FOLDER_IN_CONTAINER, true);
        }
        site.database().ifPresent(db -> List.of("db", "db-ro").forEach(n -> compose.name(n, Stable.nameAddress(n))));
        site.services().stream()
                .map(Service::name)
                .filter(other -> !other.equals(service.name()))
                .forEach(other -> compose.name(other, Stable.nameAddress(other)));
        return compose;
    }

    /** File name to secret: the secret's own name, or with {@code expose: env} the variable's. */
    private SortedMap<String, String> secrets() {
        SortedMap<String, String> secrets = new TreeMap<>();
        service.env().forEach((name, value) -> {
            if (value instanceof EnvValue.SecretRef ref) {
                secrets.put(service.exposeSecretsInEnv() ? name : ref.secret(), ref.secret());
            }
        });
        return secrets;
    }

    private List<String> secretFiles() {
        List<String> files = new ArrayList<>();
        secrets().keySet().forEach(file -> files.add(secretFolder() + "/" + file));
        return List.copyOf(files);
    }

    private String folder() {
        return names.etc() + "/service";
    }

    private String secretFolder() {
        return folder() + "/" + service.name() + ".secrets";
    }

    private static Ref ref(String directory) {
        return new Ref("directory", directory);
    }
}
