package io.resctl.app;

import io.resctl.observe.Observation;
import io.resctl.plan.Plan;
import io.resctl.resource.Wish;
import java.util.List;

/**
 * A plan and what it was made from.
 *
 * @param observation may hold secrets: in memory only
 */
public record Planned(Plan plan, Observation observation, List<Wish> wishes) {}
