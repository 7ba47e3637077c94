package io.resctl.scenario;

import java.time.Duration;

/** Leases by hand: what a runbook does. */
final class Leases {
    private Leases() {}

    /** Writes a lease with the site's own signature on a host; the live zone's first database server is its primary. */
    static void write(LabSite site, String host, int epoch, String live) {
        site.on(host, """
                set -e
                cd /var/lib/resctl/acme
                printf 'resctl-lease\nacme\n%1$d\n%2$s\n%3$s\n2026-01-02T03:04:05Z\nanna@desk\n' >/run/payload
                signature=$(openssl pkeyutl -sign -inkey /etc/resctl/acme/secrets/site-key -rawin -in /run/payload | base64 -w 0)
                printf '{\n  "epoch": %1$d,\n  "live": "%2$s",\n  "primary": "%3$s",\n  "since": "2026-01-02T03:04:05Z",\n  "by": "anna@desk",\n  "signature": "%%s"\n}\n' \
                    "$signature" >/run/lease.json
                rm /run/payload
                cp /run/lease.json .lease.new && mv -T .lease.new lease.json
                rm /run/lease.json
                """.formatted(epoch, live, live.equals("milan") ? "a1" : "b1"));
    }

    /** The epoch of the lease that a host has. */
    static int epoch(LabSite site, String host) {
        return Integer.parseInt(
                site.on(host, "sed -n 's/.*\"epoch\": *\\([0-9]*\\).*/\\1/p' /var/lib/resctl/acme/lease.json"));
    }

    /** Waits until a host's guard has come to a verdict. */
    static void awaitVerdict(LabSite site, String host, String word) {
        LabSite.await(
                host + " is " + word,
                Duration.ofSeconds(60),
                () -> site.shellOn(host, "/etc/resctl/acme/guard/guard verdict | grep -q '^verdict " + word + "'")
                                .exit()
                        == 0);
    }
}
