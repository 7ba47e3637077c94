package io.resctl.model;

import java.util.List;

/**
 * A place that fails as a whole.
 *
 * @param home the site lives here by preference; where it lives now is the lease
 * @param hosts in the order of the descriptor
 */
public record Zone(String name, boolean home, List<Host> hosts) {}
