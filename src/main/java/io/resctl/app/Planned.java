package io.resctl.app;

import io.resctl.observe.Survey;
import io.resctl.plan.Plan;

/**
 * A plan and what it was made from.
 *
 * @param survey may hold secrets: in memory only
 */
public record Planned(Plan plan, Survey.Result survey) {}
