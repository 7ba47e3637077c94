package io.resctl.lab;

import java.util.OptionalInt;

/**
 * A host of a lab as it is now.
 *
 * @param address in its zone's network: SSH, and the VPN inside the zone
 * @param endpoint in the WAN: the VPN between zones
 * @param port where its port 80 answers on 127.0.0.1
 * @param onWan false while its zone is cut off
 */
public record LabHost(
        String name,
        String zone,
        boolean home,
        LabSpec.Kind kind,
        String address,
        String endpoint,
        OptionalInt port,
        State state,
        boolean onWan) {

    /** What a host is doing. */
    public enum State {
        RUNNING,
        FROZEN,
        STOPPED
    }

    /** Who logs in: root, or deploy with {@code sudo -n}. */
    public String user() {
        return kind == LabSpec.Kind.DEPLOY ? "deploy" : "root";
    }
}
