package io.resctl.component;

import io.resctl.model.Names;
import io.resctl.resource.Interlock;
import io.resctl.resource.Ref;
import io.resctl.resource.Unit;

/** What components stand on: made by kinds that they do not know, found by its name. */
public final class Ground {
    private Ground() {}

    /** Packages, folders and the container network are there: from here on a host can be worked on. */
    public static Ref ready(Names names) {
        return new Ref("network", names.network());
    }

    /** Units may run: the guard answers, and it comes up after the VPN and the firewall. */
    public static Ref guarded(Names names) {
        return Unit.at(names.guardUnit());
    }

    /** The guard is asked before what runs in this role is stopped. */
    public static Interlock interlock(Names names, String role) {
        return new Interlock(names.etc() + "/guard/guard", role);
    }
}
