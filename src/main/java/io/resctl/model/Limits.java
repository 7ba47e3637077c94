package io.resctl.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a container may use.
 *
 * @param memory in bytes
 * @param cpus in cores
 */
public record Limits(Optional<BigDecimal> cpus, Optional<Long> memory) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
