package io.resctl.resource;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** The site's nftables table, loaded from a file. {@code rules} is {@code loaded} while the kernel holds what that file made. */
public record Firewall(String table, String file) implements Resource {
    @Override
    public Ref ref() {
        return new Ref("firewall", table);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("rules", "loaded");
    }

    @Override
    public Set<Ref> disturbedBy() {
        return Refs.files(List.of(file));
    }

    @Override
    public Set<String> unsettled() {
        return Set.of("rules", PRESENCE);
    }
}
