package io.resctl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.observe.Asked;
import io.resctl.observe.Observer;
import io.resctl.observe.ShellObserver;
import io.resctl.observe.Sight;
import io.resctl.resource.Observed;
import io.resctl.resource.Ref;
import io.resctl.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Looks at many things of a host in one go, which is another way than to ask about each. */
public final class Looks {
    private Looks() {}

    /** In the order of the resources; the host must be seen. */
    public static List<Observed> together(ShellObserver observer, String host, List<Resource> all) {
        Sight sight = observer.look(new TreeMap<>(Map.of(host, new Observer.Inquiry(all, List.of()))))
                .get(host);
        assertThat(sight).isInstanceOf(Sight.Seen.class);
        Map<Ref, Sight.Found> found = ((Sight.Seen) Objects.requireNonNull(sight)).resources();
        return all.stream()
                .map(r -> Objects.requireNonNull(found.get(r.ref())).observed())
                .toList();
    }

    public static void assertAsAlone(ShellObserver observer, String host, List<Resource> all) {
        List<Observed> together = together(observer, host, all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(together.get(i))
                    .as(all.get(i).ref().toString())
                    .isEqualTo(((Asked.Answer) observer.ask(host, all.get(i))).observed());
        }
    }
}
