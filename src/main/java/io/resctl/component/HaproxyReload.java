package io.resctl.component;

import io.resctl.model.Names;
import io.resctl.render.Templates;
import io.resctl.resource.Content;
import io.resctl.resource.Directory;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every HAProxy of ours has beside its configuration: the script that reloads it without loss, and the unit's word when to call it. */
public final class HaproxyReload {
    /** Where the folder with the configuration is mounted. */
    public static final String INSIDE = "/usr/local/etc/haproxy";

    private final Names names;
    private final String role;
    private final String unit;

    public HaproxyReload(Names names, String role, String unit) {
        this.names = names;
        this.role = role;
        this.unit = unit;
    }

    /** The folder on the host. */
    public String folder() {
        return names.etc() + "/" + role;
    }

    public String configuration() {
        return folder() + "/haproxy.cfg";
    }

    /**
     * The script, and the drop-in of the unit that calls it after a start (systemd calls it for a reload anyway).
     *
     * @param reads paths below the folder: all that HAProxy reads, and that is put back together if it does not take it
     * @param address where the statistics answer
     * @param uri and under which path
     * @param after a unit that must have run before
     */
    public List<Resource> files(List<String> reads, String address, int port, String uri, Optional<String> after) {
        String script = names.etc() + "/reload/" + role;
        String kept = "/run/resctl/haproxy-" + names.site() + "-" + role;
        Map<String, Object> values = new HashMap<>();
        values.put("site", names.site());
        values.put("container", names.container(role));
        values.put("folder", folder());
        values.put("inside", INSIDE);
        values.put("kept", kept);
        values.put(
                "reads",
                reads.stream()
                        .map(path -> path.substring(folder().length() + 1))
                        .toList());
        values.put("address", address);
        values.put("port", port);
        values.put("uri", uri);
        String order =
                after.map(u -> "[Unit]\nWants=" + u + "\nAfter=" + u + "\n\n").orElse("");
        // What a reload that was killed left behind would be believed by the next start.
        String dropIn = order + "[Service]\nExecStartPost=-" + script + " started\nExecStopPost=-/bin/rm -rf " + kept
                + " " + folder() + "/servers.state\n";
        String dropIns = "/etc/systemd/system/" + unit + ".d";
        return List.of(
                new Directory(names.etc() + "/reload", "0755", Owner.ROOT, false),
                new TextFile(
                        script, Content.text(new Templates().render("haproxy/reload.sh", values)), "0755", Owner.ROOT),
                new Directory(dropIns, "0755", Owner.ROOT, false),
                new TextFile(dropIns + "/haproxy.conf", Content.text(dropIn), "0644", Owner.ROOT));
    }
}
