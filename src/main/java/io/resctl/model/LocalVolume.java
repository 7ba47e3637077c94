package io.resctl.model;

import java.util.Optional;

/**
 * A folder of each host, not shared between hosts.
 *
 * @param owner {@code uid[:gid]} of the folder; empty: root
 */
public record LocalVolume(String name, Optional<String> owner) {}
