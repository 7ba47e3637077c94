package io.resctl.component;

import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes down a component's wishes. What is added to one subject of one host is wanted in the order of adding. */
public final class Wishes {
    private final String component;
    private final List<Wish> all = new ArrayList<>();

    public Wishes(String component) {
        this.component = component;
    }

    public Subject on(String host, String subject, String because) {
        return new Subject(host, subject, because, Wish.Rollout.NONE);
    }

    public List<Wish> list() {
        return List.copyOf(all);
    }

    /** One thing on one host, as a chain of resources. */
    public final class Subject {
        private final String host;
        private final String subject;
        private final String because;
        private final Wish.Rollout rollout;
        private final Set<Wish.At> next = new LinkedHashSet<>();

        private Subject(String host, String subject, String because, Wish.Rollout rollout) {
            this.host = host;
            this.subject = subject;
            this.because = because;
            this.rollout = rollout;
        }

        /** Changes of this subject follow a rollout policy. */
        public Subject rollout(String group, int parallelism) {
            return rollout(new Wish.Rollout(group, parallelism));
        }

        /** Changes of this subject follow that rollout policy. */
        public Subject rollout(Wish.Rollout policy) {
            Subject same = new Subject(host, subject, because, policy);
            same.next.addAll(next);
            return same;
        }

        /** The next resource added also requires that one. */
        public Subject after(String otherHost, Ref ref) {
            next.add(new Wish.At(otherHost, ref));
            return this;
        }

        public Subject add(Resource resource) {
            Wish wish = new Wish(host, resource, component, subject, because, Set.copyOf(next), rollout);
            all.add(wish);
            next.clear();
            next.add(wish.at());
            return this;
        }
    }
}
