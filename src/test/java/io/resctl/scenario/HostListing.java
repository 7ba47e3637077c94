package io.resctl.scenario;

/** All of a host that {@code destroy} must leave as it was: files outside packages' own books, network, units, users, Docker objects. */
final class HostListing {
    private static final String LOOK = """
            exec 2>/dev/null
            echo '== files'
            find /etc /srv /var/lib \\( -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/lib/docker -o -path /var/lib/containerd \\
                -o -path /var/lib/systemd/random-seed -o -path /var/lib/systemd/timers \\) -prune -o -printf '%p %y %m %u:%g %l\\n' | LC_ALL=C sort
            echo '== nft'; nft list tables | grep -v 'table ip6\\? \\(nat\\|filter\\|raw\\|mangle\\)'
            echo '== vpn'; wg show interfaces
            echo '== mounts'; findmnt -rno TARGET | grep -v /var/lib/docker | LC_ALL=C sort
            echo '== units'; systemctl list-unit-files --plain --no-legend | LC_ALL=C sort; systemctl list-units --failed --plain --no-legend
            systemctl list-units --all --plain --no-legend '*resctl*' 'wg-quick*'
            echo '== users'; getent passwd; getent group
            echo '== addresses'; ip -o addr show lo | awk '{print $4}'
            echo '== docker'; docker ps -a --format '{{.Names}}'; docker network ls --format '{{.Name}}' | sort; docker volume ls -q; docker image ls --format '{{.Repository}}:{{.Tag}}'
            """;

    private HostListing() {}

    static String of(LabSite site, String host) {
        return site.on(host, LOOK);
    }
}
