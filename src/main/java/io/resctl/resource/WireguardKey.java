package io.resctl.resource;

import java.util.Set;
import java.util.SortedMap;

/** A WireGuard private key that is made on the host and never leaves it. Tells the fact {@code wireguard.public}. */
public record WireguardKey(String path) implements Resource {
    public static final String PUBLIC = "wireguard.public";

    @Override
    public Ref ref() {
        return new Ref("wireguard-key", path);
    }

    @Override
    public SortedMap<String, Content> wants() {
        return Attributes.of("key", "present", "mode", "0600");
    }

    @Override
    public Set<String> tells() {
        return Set.of(PUBLIC);
    }
}
