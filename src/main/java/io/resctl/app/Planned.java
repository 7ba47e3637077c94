package io.resctl.app;

import io.resctl.observe.Survey;
import io.resctl.plan.Plan;
import java.util.Optional;

/**
 * A plan and what it was made from.
 *
 * @param survey may hold secrets: in memory only; empty where the plan was read from a file
 */
public record Planned(Plan plan, Optional<Survey.Result> survey) {
    static Planned of(Plan plan, Survey.Result survey) {
        return new Planned(plan, Optional.of(survey));
    }

    /** One that was read from a file. */
    public static Planned saved(Plan plan) {
        return new Planned(plan, Optional.empty());
    }
}
