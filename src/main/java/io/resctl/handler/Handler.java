package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.List;

/**
 * How one kind of resource is found, made and removed. All orders are idempotent: a run that was killed half-way is simply run again.
 *
 * <p>The question reports through functions that the observation's prelude defines: {@code attr NAME VALUE}, {@code attr_file NAME PATH [KEY]} (the whole
 * content), {@code absent}, {@code unknown REASON}, {@code fact KEY VALUE}. It prints nothing else and changes nothing.
 */
interface Handler<R extends Resource> {
    Script question(R resource);

    /** What the question can be told ahead, together with all others of its host. */
    default List<Glance> glances(R resource) {
        return List.of();
    }

    /** Creates or changes. Called as a function, so that steps can use facts of the steps before them. */
    List<Step> make(String host, R resource, Known known);

    /** Removes. {@code data}: also what users made. */
    List<Step> remove(String host, R resource, boolean data);
}
