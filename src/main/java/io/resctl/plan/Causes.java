package io.resctl.plan;

import io.resctl.observe.Manifest;
import io.resctl.plan.Decision.Cause;
import io.resctl.resource.Difference.Attribute;
import io.resctl.resource.Resource;
import io.resctl.resource.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why something is planned: the descriptor asks for it, the host was found otherwise than it was left, or another change makes it act again. */
final class Causes {
    private Causes() {}

    static Cause differs(Wish wish, boolean create, List<Attribute> attributes, Optional<Manifest.Entry> entry) {
        boolean leftSo = entry.filter(Manifest.Entry::made)
                .map(e -> e.resource().equals(wish.resource()))
                .orElse(false);
        if (!leftSo) {
            return new Cause(Cause.Kind.DESCRIBED, wish.because());
        }
        String found = create
                ? "is missing"
                : String.join(
                        ", ", attributes.stream().map(Causes::found).distinct().toList());
        return new Cause(Cause.Kind.FOUND, "found on the host: " + name(wish.resource()) + " " + found);
    }

    static Cause disturbed(Set<Wish.At> by) {
        List<String> names =
                by.stream().map(at -> name(at.ref().name())).distinct().sorted().toList();
        return new Cause(
                Cause.Kind.DISTURBED,
                names.size() > 3
                        ? String.join(", ", names.subList(0, 3)) + " and others change"
                        : String.join(", ", names) + (names.size() == 1 ? " changes" : " change"));
    }

    private static String found(Attribute attribute) {
        if (attribute.before().isEmpty()) {
            return "lacks " + attribute.name();
        }
        if (attribute.after().isEmpty() && !attribute.pending()) {
            return "has " + attribute.name();
        }
        boolean text = attribute.sensitive() || attribute.before().get().length() > 40;
        return text
                ? "has other " + attribute.name()
                : "has " + attribute.name() + " " + attribute.before().get();
    }

    private static String name(Resource resource) {
        return name(resource.ref().name());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
