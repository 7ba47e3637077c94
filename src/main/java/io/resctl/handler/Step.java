package io.resctl.handler;

import io.resctl.host.Script;
import java.time.Duration;

/** One order of an action. Most actions are one script on their own host; a seed also gives an order to the source. */
public sealed interface Step {
    String host();

    /** A script; lines {@code fact KEY VALUE} on its standard output become facts of the host that later steps may use. */
    record Run(String host, Script script, Duration timeout) implements Step {}

    /** Pulls an image through the engine. */
    record Pull(String host, String image, Duration timeout) implements Step {}

    /** Waits until a container is healthy. */
    record AwaitHealthy(String host, String container, Duration timeout) implements Step {}
}
