package io.resctl.app;

import io.resctl.model.Gateway;
import io.resctl.model.Host;
import io.resctl.model.Site;
import java.util.List;

/** Where a site serves. */
public final class Addresses {
    private Addresses() {}

    /** The gateways of a zone, as a browser takes them. */
    public static List<String> of(Site site, String zone) {
        return site.gateway().stream()
                .flatMap(gateway -> gateway.hosts().stream()
                        .map(site::host)
                        .filter(host -> host.zone().equals(zone))
                        .map(host -> of(gateway, host)))
                .toList();
    }

    static String of(Gateway gateway, Host host) {
        String scheme = gateway.tlsSecret().isPresent() ? "https" : "http";
        String address = host.address().contains(":") ? "[" + host.address() + "]" : host.address();
        return scheme + "://" + address + "/";
    }
}
