package io.resctl.remote.docker;

import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up the layers of a pull. Sizes are known one by one as the layers start, so the whole grows. */
final class PullProgress {
    private static final long MEGA = 1_000_000;

    private final Map<String, Long> sizes = new TreeMap<>();
    private final Map<String, Long> loaded = new TreeMap<>();
    private String last = "";

    /** A line to show, where it differs from the one before. */
    Optional<String> seen(PullResponseItem item) {
        String layer = item.getId();
        String status = item.getStatus();
        if (layer == null || status == null) {
            return Optional.empty();
        }
        ProgressDetail detail = item.getProgressDetail();
        switch (status) {
            case "Downloading" -> {
                if (detail != null && detail.getTotal() != null && detail.getCurrent() != null) {
                    sizes.merge(layer, detail.getTotal(), Math::max);
                    loaded.merge(layer, detail.getCurrent(), Math::max);
                }
            }
            case "Download complete", "Pull complete" ->
                loaded.computeIfPresent(layer, (l, n) -> sizes.getOrDefault(l, n));
            default -> {
                return Optional.empty();
            }
        }
        String line = megabytes(loaded) + " of " + megabytes(sizes) + " MB";
        if (sizes.isEmpty() || line.equals(last)) {
            return Optional.empty();
        }
        last = line;
        return Optional.of(line);
    }

    private static long megabytes(Map<String, Long> bytes) {
        long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
        return (sum + MEGA - 1) / MEGA;
    }
}
