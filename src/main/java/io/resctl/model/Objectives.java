package io.resctl.model;

import java.time.Duration;
import java.util.Optional;

/** What the organisation asks of the site: availability, recovery time and recovery point. */
public record Objectives(Optional<Percent> sla, Optional<Duration> rto, Optional<Duration> rpo) {}
