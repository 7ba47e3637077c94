package io.resctl.component;

import io.resctl.model.Names;
import io.resctl.model.Site;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.Ref;
import io.resctl.resource.Unit;
import io.resctl.resource.Wish;
import java.util.List;

/** What components stand on: made by kinds that they do not know, found by its name. */
public final class Ground {
    private Ground() {}

    /** Packages, folders and the container network are there: from here on a host can be worked on. */
    public static Ref ready(Names names) {
        return new Ref("network", names.network());
    }

    /** The database accounts with that secret as their password: who is handed it comes after them, so that the server accepts it by then. */
    public static List<Wish.At> accounts(Setting setting, String secret) {
        Site site = setting.site();
        return site.primary(setting.lease()).stream()
                .flatMap(primary -> site.database().orElseThrow().schemas().stream()
                        .filter(schema -> schema.passwordSecret().equals(secret))
                        .flatMap(schema -> site.databaseClients()
                                .map(client ->
                                        new Wish.At(primary.name(), DatabaseAccount.at(schema.user(), client.vpn())))))
                .toList();
    }

    /** Units may run: the guard answers, and it comes up after the VPN and the firewall. */
    public static Ref guarded(Names names) {
        return Unit.at(names.guardUnit());
    }
}
