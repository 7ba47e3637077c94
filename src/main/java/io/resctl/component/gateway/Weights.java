package io.resctl.component.gateway;

import io.resctl.model.Percent;
import io.resctl.model.Replica;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** From a share of the requests for each host to HAProxy's weight of each server, 0 to 256. */
final class Weights {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal MOST = BigDecimal.valueOf(256);

    private Weights() {}

    /** The weights, by the replica's role. Replicas of one host divide its share; hosts that are not named divide what is left equally. */
    static Map<String, Integer> of(List<Replica> replicas, SortedMap<String, Percent> shares) {
        Map<String, BigDecimal> exact = new HashMap<>();
        Map<String, Long> perHost = new HashMap<>();
        replicas.forEach(r -> perHost.merge(r.host().name(), 1L, Long::sum));
        BigDecimal unnamed = shareOfUnnamed(new TreeSet<>(perHost.keySet()), shares);
        for (Replica replica : replicas) {
            Percent share = shares.get(replica.host().name());
            BigDecimal ofHost = share == null ? unnamed : share.value();
            exact.put(
                    replica.role(),
                    shares.isEmpty()
                            ? HUNDRED
                            : ofHost.divide(
                                    BigDecimal.valueOf(
                                            perHost.getOrDefault(replica.host().name(), 1L)),
                                    MathContext.DECIMAL32));
        }
        return scaled(exact);
    }

    private static BigDecimal shareOfUnnamed(SortedSet<String> hosts, SortedMap<String, Percent> shares) {
        BigDecimal left = HUNDRED;
        int unnamed = 0;
        for (String host : hosts) {
            Percent share = shares.get(host);
            if (share == null) {
                unnamed++;
            } else {
                left = left.subtract(share.value());
            }
        }
        return unnamed == 0
                ? BigDecimal.ZERO
                : left.max(BigDecimal.ZERO).divide(BigDecimal.valueOf(unnamed), MathContext.DECIMAL32);
    }

    /**
     * Whole numbers stay as they are, so that a person finds the 60 and the 40 again; others are stretched to HAProxy's finest scale, where a share is never
     * rounded to none. Where no replica has a share all have the same, since HAProxy would answer nothing.
     */
    private static Map<String, Integer> scaled(Map<String, BigDecimal> exact) {
        BigDecimal largest = exact.values().stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        boolean whole =
                exact.values().stream().allMatch(w -> w.stripTrailingZeros().scale() <= 0);
        BigDecimal factor =
                whole || largest.signum() == 0 ? BigDecimal.ONE : MOST.divide(largest, MathContext.DECIMAL32);
        Map<String, Integer> weights = new HashMap<>();
        exact.forEach((role, weight) -> {
            int least = largest.signum() == 0 ? 1 : weight.signum();
            int rounded =
                    weight.multiply(factor).setScale(0, RoundingMode.HALF_UP).intValueExact();
            weights.put(role, Math.max(least, rounded));
        });
        return weights;
    }
}
