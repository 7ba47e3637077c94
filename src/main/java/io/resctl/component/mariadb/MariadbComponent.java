package io.resctl.component.mariadb;

import io.resctl.component.Component;
import io.resctl.component.ComposeFile;
import io.resctl.component.Ground;
import io.resctl.component.Setting;
import io.resctl.component.Wishes;
import io.resctl.model.Database;
import io.resctl.model.EnvValue;
import io.resctl.model.Host;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.model.Replica;
import io.resctl.model.Schema;
import io.resctl.model.Site;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Directory;
import io.resctl.resource.Image;
import io.resctl.resource.Owner;
import io.resctl.resource.Ref;
import io.resctl.resource.SolePassword;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MariaDB on every database host of both zones. The one that the lease names takes writes; all others follow it over the VPN. */
public final class MariadbComponent implements Component {
    private static final String BECAUSE = "database.mariadb";

    @Override
    public String kind() {
        return "mariadb";
    }

    @Override
    public List<Wish> wishes(Setting setting) {
        Wishes wishes = new Wishes(kind());
        setting.site().database().ifPresent(database -> new Servers(setting, database, wishes).all());
        return wishes.list();
    }

    /** The servers of one site, written down one after the other. */
    private static final class Servers {
        private final Setting setting;
        private final Site site;
        private final Names names;
        private final Database database;
        private final Lease lease;
        private final Wishes wishes;
        private final ServerFiles files;
        private final Accounts accounts;
        private final Host primary;

        /**
         * What is made on the primary for all, and before anybody is seeded from it: a backup copies the tables of accounts a moment before it takes its position,
         * and what is made in between is in neither, so that the replica stops at the next change of it.
         */
        private final List<Ref> replicated = new ArrayList<>();

        Servers(Setting setting, Database database, Wishes wishes) {
            this.setting = setting;
            this.site = setting.site();
            this.names = site.names();
            this.database = database;
            this.lease = setting.lease();
            this.wishes = wishes;
            this.files = new ServerFiles(names, database);
            this.accounts = new Accounts(site, database, names.container(ServerFiles.ROLE), files.data());
            this.primary = site.primary(setting.lease()).orElseThrow();
        }

        void all() {
            server(primary);
            accounts();
            database.hosts().stream()
                    .map(site::host)
                    .filter(h -> !h.equals(primary))
                    .forEach(this::server);
            database.hosts().forEach(this::heartbeat);
            logs();
        }

        private void server(Host host) {
            ComposeFile compose = files.compose();
            String composeFile = files.folder() + "/compose.yml";
            String configuration = files.configuration() + "/resctl.cnf";
            String unit = names.unit(ServerFiles.ROLE);
            Owner mysql = new Owner(ServerFiles.UID, ServerFiles.UID);

            boolean first = host.equals(primary);
            Wishes.Subject subject = wishes.on(host.name(), ServerFiles.ROLE, BECAUSE)
                    // One server at a time, the primary last: each replica follows again before the next one is
                    // touched.
                    .rollout(new Wish.Rollout("database", 1, first))
                    .after(host.name(), Ground.ready(names))
                    .add(new Directory(files.folder(), "0755", Owner.ROOT, false))
                    .add(new Directory(files.configuration(), "0755", Owner.ROOT, false))
                    .add(new Directory(files.init(), "0755", Owner.ROOT, false))
                    .add(new Directory(files.store(), "0755", Owner.ROOT, true))
                    .add(new Directory(names.errant(), "0700", Owner.ROOT, true))
                    .add(new Directory(files.logs(), "0750", mysql, true))
                    .add(text(configuration, files.configurationText(host)))
                    .add(text(files.init() + "/resctl.sql", files.initText()))
                    .add(new TextFile(files.init() + "/whole.sh", Content.text(files.wholeText()), "0755", Owner.ROOT))
                    .add(new Image(database.image()));
            if (!site.runsDatabase(host, lease.live())) {
                return;
            }
            if (!first) {
                subject.after(primary.name(), DatabaseRole.at(compose.container()))
                        .after(primary.name(), DatabaseHeartbeat.at(compose.container()));
                replicated.forEach(ref -> subject.after(primary.name(), ref));
            }
            subject.add(new DatabaseData(
                                    files.data(),
                                    database.image(),
                                    compose.container(),
                                    mysql,
                                    first ? Optional.empty() : Optional.of(seed(host, compose.container())))
                            .with(Ground.interlock(names, ServerFiles.ROLE)))
                    .add(text(composeFile, compose.text()))
                    .add(text(ComposeFile.calmPath(composeFile), compose.calmText()))
                    .add(new Container(
                                    compose.container(),
                                    names.project("mariadb"),
                                    composeFile,
                                    ServerFiles.ROLE,
                                    compose.definition(),
                                    unit,
                                    List.of())
                            .with(Ground.interlock(names, ServerFiles.ROLE)))
                    .after(host.name(), Ground.guarded(names))
                    .add(new Unit(
                                    unit,
                                    true,
                                    true,
                                    List.of(configuration),
                                    Unit.OnChange.RESTART,
                                    Optional.of(compose.container()),
                                    Duration.ofMinutes(5))
                            .with(Ground.interlock(names, ServerFiles.ROLE)))
                    .add(new DatabaseRole(
                            compose.container(), first, first ? Optional.empty() : Optional.of(source())));
        }

        private void heartbeat(String host) {
            String container = names.container(ServerFiles.ROLE);
            Wishes.Subject subject = wishes.on(host, "heartbeat", BECAUSE).after(host, role());
            if (!host.equals(primary.name())) {
                subject.after(primary.name(), DatabaseHeartbeat.at(container));
            }
            subject.add(new DatabaseHeartbeat(container, files.data()));
        }

        private void logs() {
            LogRotation rotation = new LogRotation(names, files);
            database.hosts().forEach(host -> rotation.on(host, wishes, BECAUSE));
        }

        private void accounts() {
            accounts.replication().forEach(a -> account("replication", BECAUSE, a));
            accounts.check().forEach(a -> account("router", BECAUSE + ".router", a));
            accounts.maxscale().forEach(a -> {
                account("router", BECAUSE + ".router", a);
                onlyPassword(
                        "router",
                        BECAUSE + ".router",
                        a,
                        site.maxscaleHosts()
                                .map(h -> new Wish.At(h.name(), Unit.at(names.unit("maxscale"))))
                                .toList());
            });
            for (Schema schema : database.schemas()) {
                String because = BECAUSE + ".databases." + schema.name();
                wishes.on(primary.name(), "database " + schema.name(), because)
                        .after(primary.name(), role())
                        .add(accounts.schema(schema));
                replicated.add(accounts.schema(schema).ref());
                accounts.application(schema).forEach(a -> {
                    account(schema.user(), because, a);
                    onlyPassword(schema.user(), because, a, users(schema.passwordSecret()));
                });
            }
        }

        private void account(String name, String because, DatabaseAccount account) {
            wishes.on(primary.name(), "account " + name, because)
                    .after(primary.name(), role())
                    .add(account);
            replicated.add(account.ref());
        }

        /** The old password ends when all who use it have started with the new one. */
        private void onlyPassword(String name, String because, DatabaseAccount account, List<Wish.At> users) {
            Wishes.Subject subject =
                    wishes.on(primary.name(), "account " + name, because).after(primary.name(), account.ref());
            users.forEach(at -> subject.after(at.host(), at.ref()));
            subject.add(SolePassword.of(account));
        }

        /** Containers that are given a secret, in both zones. */
        private List<Wish.At> users(String secret) {
            return site.services().stream()
                    .filter(service -> service.env().containsValue(new EnvValue.SecretRef(secret)))
                    .flatMap(service -> site.zones().stream()
                            .flatMap(
                                    zone -> Replica.of(site, service, zone.name(), setting.live(zone.name())).stream()))
                    .map(r -> new Wish.At(r.host().name(), Unit.at(names.liveUnit(r.role()))))
                    .toList();
        }

        private Ref role() {
            return DatabaseRole.at(names.container(ServerFiles.ROLE));
        }

        /** A port for each host, since several may be seeded at a time. */
        private DatabaseData.Seed seed(Host target, String container) {
            int port = Names.SEED_PORT + database.hosts().indexOf(target.name());
            return new DatabaseData.Seed(primary.name(), primary.vpn(), container, target.vpn(), port);
        }

        private DatabaseRole.Source source() {
            return new DatabaseRole.Source(
                    primary.name(),
                    primary.vpn(),
                    Names.DATABASE_PORT,
                    Accounts.REPLICATION,
                    Names.REPLICATION_PASSWORD);
        }

        private static TextFile text(String path, String text) {
            return new TextFile(path, Content.text(text), "0644", Owner.ROOT);
        }
    }
}
