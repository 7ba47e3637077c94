package io.resctl.plan;

import java.util.List;

/**
 * What a person reads: the actions of one subject, on the hosts where they are the same kind of change.
 *
 * @param because of what: a place in the descriptor, or what was found
 * @param details attribute by attribute; file contents as unified diff
 * @param actions ids of the actions
 */
public record Change(
        String component,
        String subject,
        Verb verb,
        List<String> hosts,
        String because,
        List<Detail> details,
        List<String> actions) {

    /**
     * A difference inside a resource.
     *
     * @param resource its reference
     * @param attribute name, such as {@code content}
     * @param before as shown: never a secret; empty where it did not exist
     * @param after as shown: {@code (known after apply)} for a hole, {@code (secret)} for a secret
     * @param diff unified diff lines where both are longer texts
     */
    public record Detail(
            String host, String resource, String attribute, String before, String after, List<String> diff) {}
}
