package io.resctl.plan;

import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.List;

/**
 * One thing to do on one host.
 *
 * @param id unique in the plan: {@code HOST/KIND:NAME}
 * @param expect fingerprint of what was found when the plan was made; if the host has moved on, the outcome is <em>stale</em>
 * @param after ids of the actions that must have succeeded before
 */
public record Action(
        String id,
        String host,
        Verb verb,
        Resource resource,
        String expect,
        List<String> after,
        String component,
        String subject,
        String because) {

    /** What it is about. */
    public Wish.At at() {
        return new Wish.At(host, resource.ref());
    }
}
