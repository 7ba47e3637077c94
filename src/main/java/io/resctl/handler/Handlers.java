package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.List;

/** The handler of every kind, behind one door: the engine of plans and runs knows no kind. */
public interface Handlers {
    /** See {@link Handler#question}. */
    Script question(Resource resource);

    /**
     * What goes before the questions of a script, in the shell of which theirs are subshells: the functions that questions use, and one look at all that the questions about
     * these resources want to know. For a single question to no resource at all: it looks for itself.
     */
    List<Script> ahead(List<Resource> resources);

    /** See {@link Handler#make}. */
    List<Step> make(String host, Resource resource, Known known);

    /** See {@link Handler#remove}. */
    List<Step> remove(String host, Resource resource, boolean data);
}
