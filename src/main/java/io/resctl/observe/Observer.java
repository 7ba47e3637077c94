package io.resctl.observe;

import io.resctl.resource.Resource;
import java.util.List;
import java.util.SortedMap;

/** Looks at hosts, all at once, without changing them. */
public interface Observer {
    /**
     * What a host is asked.
     *
     * @param madeSecrets names of secrets made by resctl that it may keep
     */
    record Inquiry(List<Resource> resources, List<String> madeSecrets) {}

    /** One sight per host asked. */
    SortedMap<String, Sight> look(SortedMap<String, Inquiry> inquiries);

    /** Whether an answer for the one is an answer for the other. */
    boolean sameQuestion(Resource one, Resource other);
}
