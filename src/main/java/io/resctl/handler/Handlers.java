package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.List;

/** The handler of every kind, behind one door: the engine of plans and runs knows no kind. */
public interface Handlers {
    /** See {@link Handler#question}. */
    Script question(Resource resource);

    /** See {@link Handler#make}. */
    List<Step> make(String host, Resource resource, Known known);

    /** See {@link Handler#remove}. */
    List<Step> remove(String host, Resource resource, boolean data);
}
