package io.resctl.model;

/** Every name, path and port that resctl uses on a host: one place, so that all parts agree. */
public record Names(String site) {
    public static final int DATABASE_PORT = 3306;
    public static final int ROUTER_READ_WRITE = 4006;
    public static final int ROUTER_READ_ONLY = 4008;
    /** Where a router tells other hosts, by HTTP, whether it knows exactly one writable server. */
    public static final int ROUTER_HEALTH = 4007;

    /** Where the other zone fetches its copy of the backups. */
    public static final int BACKUP_PORT = 7400;

    public static final int GUARD_PORT = 7401;
    /** MaxScale's REST API and web page, on the VPN address. */
    public static final int MAXSCALE_ADMIN_PORT = 8989;

    public static final int SEED_PORT = 7402;
    public static final int STATISTICS_PORT = 8404;

    /** Secrets that resctl makes itself have names with this prefix; the descriptor cannot. */
    public static final String MADE = "resctl/";

    public static final String SITE_KEY = MADE + "site-key";
    public static final String SITE_KEY_PUBLIC = MADE + "site-key.pub";
    /** What a replica logs in as at its primary. */
    public static final String REPLICATION_USER = "resctl_repl";

    public static final String REPLICATION_PASSWORD = MADE + "replication";
    public static final String MAXSCALE_PASSWORD = MADE + "maxscale";
    public static final String MAXSCALE_ADMIN_PASSWORD = MADE + "maxscale-admin";

    /** The one account of MaxScale's REST API and web page. */
    public static final String MAXSCALE_ADMIN = "resctl";

    /** The monitor's section in MaxScale's file, and so its name in the REST API. */
    public static final String MAXSCALE_MONITOR = "monitor";

    /** Rendered files. */
    public String etc() {
        return "/etc/resctl/" + site;
    }

    /** Manifest, lease, lock, audit log. */
    public String var() {
        return "/var/lib/resctl/" + site;
    }

    /** Data. */
    public String srv() {
        return "/srv/resctl/" + site;
    }

    /** What a database server keeps. */
    public String databaseData() {
        return srv() + "/mariadb/data";
    }

    /** As SQL, the transactions that only this server had when it was made anew. */
    public String errant() {
        return srv() + "/mariadb-errant";
    }

    /** Backups that are made here, and copies of those of other hosts. */
    public String backups() {
        return srv() + "/backup";
    }

    /** Where a restore is laid out that does not touch the site. */
    public String restores() {
        return srv() + "/restore";
    }

    /** What makes, lists, serves and restores backups on a host. */
    public String backupProgram() {
        return etc() + "/backup/backup";
    }

    public String manifest() {
        return var() + "/manifest.json";
    }

    public String lease() {
        return var() + "/lease.json";
    }

    public String lock() {
        return var() + "/lock";
    }

    public String audit() {
        return var() + "/audit.log";
    }

    /** Where the file of a secret made by resctl is kept, on the hosts that keep them. */
    public String madeSecret(String secret) {
        return etc() + "/secrets/" + secret.substring(MADE.length());
    }

    /** What curl reads to log in to MaxScale's REST API, on hosts with MaxScale; root's alone. */
    public String maxscaleLogin() {
        return etc() + "/guard/maxscale.curl";
    }

    /** The VPN's interface. */
    public String vpnInterface() {
        return "wg-" + site;
    }

    /** The bridge of the site's containers. */
    public String bridge() {
        return "br-" + site;
    }

    public String network() {
        return "resctl-" + site;
    }

    public String project(String component) {
        return "resctl-" + site + "-" + component;
    }

    /** A container: {@code role} is {@code db}, {@code gateway}, {@code web-1} … */
    public String container(String role) {
        return "resctl-" + site + "-" + role;
    }

    /** The unit of a container that runs in both zones, whichever is live. */
    public String unit(String role) {
        return "resctl-" + site + "@" + role + ".service";
    }

    /** The unit of a container that runs only in the live zone. */
    public String liveUnit(String role) {
        return "resctl-" + site + "-live@" + role + ".service";
    }

    /** What pulls the live units up; started by the guard, never at boot. */
    public String liveTarget() {
        return "resctl-" + site + "-live.target";
    }

    public String guardUnit() {
        return "resctl-guard@" + site + ".service";
    }

    public String firewallUnit() {
        return "resctl-firewall@" + site + ".service";
    }

    public String firewallTable() {
        return "resctl_" + site;
    }

    /** A container's label that says to which site it belongs. */
    public static String siteLabel() {
        return "io.resctl.site";
    }

    public static String definitionLabel() {
        return "io.resctl.definition";
    }
}
