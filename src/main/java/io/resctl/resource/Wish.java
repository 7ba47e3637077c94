package io.resctl.resource;

import java.util.Set;

/**
 * A resource that should exist on a host.
 *
 * @param component the kind that wants it, such as {@code gateway}
 * @param subject what a person calls it, such as {@code web-3} or {@code haproxy}: changes are shown by component and subject
 * @param because the place in the descriptor that asks for it, such as {@code services.web.replicas}
 * @param requires what must be as wished before this is touched, on any host. While the host of a requirement cannot be seen, this is not created (but it
 *     is changed): require from another host only what the making itself needs
 * @param rollout empty, or a group whose members are changed (not created) a few at a time
 */
public record Wish(
        String host,
        Resource resource,
        String component,
        String subject,
        String because,
        Set<At> requires,
        Rollout rollout) {

    /** A resource of a host. */
    public record At(String host, Ref ref) implements Comparable<At> {
        @Override
        public int compareTo(At other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0 ? byHost : ref.compareTo(other.ref);
        }

        @Override
        public String toString() {
            return host + " " + ref;
        }
    }

    /**
     * Members of a group are changed in order, at most {@code parallelism} subjects at a time. An empty group: no policy.
     *
     * @param last after all others, unless it is down: they lean on it
     */
    public record Rollout(String group, int parallelism, boolean last) {
        public static final Rollout NONE = new Rollout("", 1);

        public Rollout(String group, int parallelism) {
            this(group, parallelism, false);
        }
    }

    public At at() {
        return new At(host, resource.ref());
    }
}
