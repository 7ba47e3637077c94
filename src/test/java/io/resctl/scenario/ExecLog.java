package io.resctl.scenario;

import static io.resctl.scenario.LabSite.HOSTS;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every command that is run inside a container of the hosts, as their engines tell it: none is too short to be seen. */
final class ExecLog implements AutoCloseable {
    private final LabSite site;

    private ExecLog(LabSite site) {
        this.site = site;
    }

    static ExecLog start(LabSite site) {
        HOSTS.forEach(
                host -> site.on(
                        host,
                        "docker events --filter event=exec_create --format '{{.Action}}' </dev/null >/run/exec-log 2>&1 & echo $! >/run/exec-log.pid"));
        return new ExecLog(site);
    }

    /** How many commands a host's engine told. */
    int count(String host) {
        return Integer.parseInt(site.on(host, "wc -l </run/exec-log"));
    }

    /** The commands that hold one of the words, by host. */
    Map<String, List<String>> holding(List<String> words) {
        Map<String, List<String>> found = new TreeMap<>();
        for (String host : HOSTS) {
            List<String> lines = site.on(host, "cat /run/exec-log")
                    .lines()
                    .filter(line -> words.stream().anyMatch(line::contains))
                    .toList();
            if (!lines.isEmpty()) {
                found.put(host, lines);
            }
        }
        return found;
    }

    @Override
    public void close() {
        HOSTS.forEach(host -> site.on(host, "kill $(cat /run/exec-log.pid); rm /run/exec-log /run/exec-log.pid"));
    }
}
