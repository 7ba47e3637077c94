package io.resctl.plan;

import io.resctl.diag.Diagnostic;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Optional;

/** A rule that forbids an action, whatever else speaks for it. */
interface Guard {
    /** Why not; empty where it may be. An error stops the whole plan, a warning only this action and what needs it. */
    Optional<Diagnostic> forbids(Wish wish, Verb verb, List<Wish> all, Ground ground);
}
