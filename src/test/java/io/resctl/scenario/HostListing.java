package io.resctl.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All of a host that {@code destroy} must leave as it was: files outside packages' own books, network, units, users, Docker objects. */
final class HostListing {
    private static final String LOOK = """
            exec 2>/dev/null
            echo '== files'
            find /etc /srv /var/lib \\( -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/lib/docker -o -path /var/lib/containerd \\
                -o -path /var/lib/systemd/random-seed -o -path /var/lib/systemd/timers \\) -prune -o -printf '%p %y %m %u:%g %l\\n' | LC_ALL=C sort
            echo '== nft'; nft list tables | grep -v 'table ip6\\? \\(nat\\|filter\\|raw\\|mangle\\)'
            echo '== vpn'; wg show interfaces
            echo '== mounts'; findmnt -rno TARGET | grep -v -e /var/lib/docker -e /run/docker | LC_ALL=C sort
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

    /** What the second has and the first has not, with +, and the other way round with -. */
    static List<String> differences(String before, String after) {
        Set<String> old = new LinkedHashSet<>(before.lines().toList());
        Set<String> now = new LinkedHashSet<>(after.lines().toList());
        return Stream.concat(
                        old.stream().filter(l -> !now.contains(l)).map(l -> "- " + l),
                        now.stream().filter(l -> !old.contains(l)).map(l -> "+ " + l))
                .toList();
    }
}
