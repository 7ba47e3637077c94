package io.resctl.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The public entrance: HAProxy on 80 and, with a certificate, 443.
 *
 * @param weights share of the requests by host, in percent; a host that is not named gets an equal part. Empty: equal
 * @param tlsSecret secret that holds a PEM with certificate chain and private key
 */
public record Gateway(
        String image,
        List<String> hosts,
        Balance balance,
        SortedMap<String, Percent> weights,
        Optional<String> tlsSecret,
        List<Route> routes) {}
