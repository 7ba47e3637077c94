package io.resctl.descriptor;

import io.resctl.model.Cidr;
import io.resctl.model.Objectives;
import io.resctl.model.Port;
import io.resctl.model.Site;
import io.resctl.model.Strategy;
import io.resctl.model.Vpn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The whole descriptor. What is wrong is reported and replaced by something harmless, so that the rest can be read. */
final class SiteReader {
    /** The network interface is called {@code wg-SITE}, and Linux gives it 15 characters. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,11}");

    /** Units that resctl has once a host are called {@code resctl-WORD@SITE}, like those of a site with that name. */
    private static final Set<String> RESERVED = Set.of("firewall", "guard");

    private static final Set<Strategy> APPLIED = Set.of(Strategy.BACKUP_RESTORE, Strategy.PILOT_LIGHT);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Vpn NO_VPN = new Vpn(new Cidr(0x0A5A0000, 16), new Port(51820));

    private SiteReader() {}

    static Optional<Site> read(Reading reading, Tree tree) {
        Place top = new Place("", tree.where());
        Cursor root = new Cursor(reading, top, top, tree);
        return root.section(Keys.SITE).map(section -> {
            Site site = site(section);
            reading.names().check(reading.findings());
            CrossChecks.run(site, new Places(tree), reading.findings());
            return site;
        });
    }

    private static Site site(Section s) {
        String name = s.required("site", "site: acme").flatMap(SiteReader::name).orElse("");
        Strategy strategy = s.required("strategy", "strategy: pilot-light")
                .flatMap(SiteReader::strategy)
                .orElse(Strategy.PILOT_LIGHT);
        Vpn vpn = s.required("vpn", "vpn: {wireguard: {subnet: 10.90.0.0/16}}")
                .flatMap(SiteReader::vpn)
                .orElse(NO_VPN);
        return new Site(
                name,
                strategy,
                s.optional("objectives")
                        .flatMap(SiteReader::objectives)
                        .orElse(new Objectives(Optional.empty(), Optional.empty(), Optional.empty())),
                s.optional("ssh").map(SshReader::site).orElse(SshReader.NOTHING),
                s.required("zones", "zones: {milan: {home: true, hosts: {a1: 203.0.113.11}}, turin: {...}}")
                        .map(c -> ZonesReader.read(c, vpn.subnet()))
                        .orElse(List.of()),
                vpn,
                s.optional("storage").map(StorageReader::read).orElse(List.of()),
                s.optional("database").flatMap(DatabaseReader::read),
                s.optional("services").map(ServiceReader::all).orElse(List.of()),
                s.optional("gateway").flatMap(GatewayReader::read),
                s.optional("backup").flatMap(BackupReader::read),
                s.optional("secrets").map(SecretsReader::read).orElse(List.of()));
    }

    /**
     * No hyphen: what a site has on a host is called {@code resctl-SITE-…}, and the site {@code acme-live} would share units, containers and
     * projects with the site {@code acme} on the same host.
     */
    private static Optional<String> name(Cursor c) {
        Optional<String> name = Scalars.matching(
                c,
                NAME,
                "a name of at most 12 letters and digits",
                "a letter a-z, then letters and digits; no hyphen, for names on the hosts are `resctl-SITE-...`; "
                        + "not longer, for the VPN interface is `wg-SITE`");
        name.filter(RESERVED::contains)
                .ifPresent(n -> c.error(
                        "site.reserved",
                        "the name `" + n + "` belongs to resctl itself",
                        "call the site something else, such as `my" + n + "`"));
        return name;
    }

    private static Optional<Strategy> strategy(Cursor c) {
        Optional<Strategy> strategy = Scalars.choice(c, Strategy.class);
        strategy.filter(s -> !APPLIED.contains(s))
                .ifPresent(s -> c.error(
                        "later",
                        "the strategy `" + s.word() + "` comes in a later version of resctl",
                        "this version applies `backup-restore` and `pilot-light`"));
        return strategy;
    }

    private static Optional<Objectives> objectives(Cursor c) {
        return c.section(Keys.OBJECTIVES)
                .map(s -> new Objectives(
                        s.optional("sla").flatMap(Scalars::percent),
                        s.optional("rto").flatMap(d -> Scalars.duration(d, Duration.ofSeconds(1), LONGEST)),
                        s.optional("rpo").flatMap(d -> Scalars.duration(d, Duration.ZERO, LONGEST))));
    }

    private static Optional<Vpn> vpn(Cursor c) {
        return c.section(Keys.VPN)
                .flatMap(s -> s.required("wireguard", "wireguard: {subnet: 10.90.0.0/16}"))
                .flatMap(w -> w.section(Keys.WIREGUARD))
                .map(w -> new Vpn(
                        w.required("subnet", "subnet: 10.90.0.0/16")
                                .flatMap(Scalars::network)
                                .orElse(NO_VPN.subnet()),
                        w.optional("port").flatMap(Scalars::port).orElse(NO_VPN.port())));
    }
}
