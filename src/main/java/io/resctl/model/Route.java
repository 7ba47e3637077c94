package io.resctl.model;

import java.util.Optional;

/**
 * Requests for a host name and a path prefix go to a service.
 *
 * @param host empty: any
 * @param path a prefix, such as {@code /}
 */
public record Route(Optional<String> host, String path, String service) {}
