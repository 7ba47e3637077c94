package io.resctl.lab;

/** What can be done to a lab, each named after what it really does. */
public sealed interface Fault {
    /** SIGKILL to everything on the host, as when the power goes. */
    record Kill(String host) implements Fault {}

    /** Every process stops where it is and keeps its memory and connections. */
    record Freeze(String host) implements Fault {}

    /** A frozen host goes on. */
    record Thaw(String host) implements Fault {}

    /** An orderly shutdown. */
    record Stop(String host) implements Fault {}

    /** A host that is down boots, with the same addresses and disks. */
    record Start(String host) implements Fault {}

    /** An orderly reboot. */
    record Restart(String host) implements Fault {}

    /** The WAN leaves every host of the zone; SSH and the zone itself go on. */
    record Cut(String zone) implements Fault {}

    /** The WAN comes back, with the same addresses. */
    record Mend(String zone) implements Fault {}
}
