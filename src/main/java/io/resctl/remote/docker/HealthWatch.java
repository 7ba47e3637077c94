package io.resctl.remote.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.time.Duration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a container by what it was seen to be over time. A unit starts it a moment after it was ordered to, and heals one crash: so a stop
 * counts as final only when it lasts, or when it comes again and again.
 */
final class HealthWatch {
    private static final Duration GRACE = Duration.ofSeconds(4);
    private static final int STARTS = 3;
    private static final Duration STEADY = Duration.ofSeconds(1);

    /** What is to be done next. */
    sealed interface Verdict {
        record Good() implements Verdict {}

        /** Not yet; {@code state} is for the progress line. */
        record Wait(String state) implements Verdict {}

        /** It will not become healthy by waiting; {@code state} completes "the container …". */
        record Bad(String state) implements Verdict {}
    }

    private final TreeSet<String> starts = new TreeSet<>();
    private @Nullable Duration downSince;
    private @Nullable Duration upSince;

    /**
     * Judges the newest state.
     *
     * @param now since the watch began
     */
    Verdict judge(ContainerState state, Duration now) {
        if (Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getRestarting())) {
            downSince = null;
            if (starts.add(String.valueOf(state.getStartedAt())) || upSince == null) {
                upSince = now;
            }
            return running(state, now.minus(upSince));
        }
        upSince = null;
        Duration since = downSince == null ? now : downSince;
        downSince = since;
        if (starts.size() >= STARTS) {
            return new Verdict.Bad("has started " + starts.size() + " times and " + ended(state));
        }
        if (now.minus(since).compareTo(GRACE) >= 0) {
            return new Verdict.Bad(ended(state));
        }
        return new Verdict.Wait(String.valueOf(state.getStatus()));
    }

    private static Verdict running(ContainerState state, Duration up) {
        HealthState health = state.getHealth();
        String status = health == null || health.getStatus() == null ? "none" : health.getStatus();
        return switch (status) {
            case "none", "" -> unchecked(state, up);
            case "healthy" -> new Verdict.Good();
            case "unhealthy" -> new Verdict.Bad("runs, but its health check fails" + lastCheck(health));
            default -> new Verdict.Wait(status);
        };
    }

    /** Where there is no check, most faults show in the first moment: a wrong option, a file that lacks. */
    private static Verdict unchecked(ContainerState state, Duration up) {
        if (Boolean.TRUE.equals(state.getPaused())) {
            return new Verdict.Wait("paused");
        }
        return up.compareTo(STEADY) >= 0 ? new Verdict.Good() : new Verdict.Wait("running");
    }

    private static String ended(ContainerState state) {
        if ("created".equals(state.getStatus())) {
            return "was created, but nothing starts it";
        }
        String oom = Boolean.TRUE.equals(state.getOOMKilled()) ? ", killed because its memory limit was reached" : "";
        String error = state.getError() == null || state.getError().isBlank()
                ? ""
                : ": " + state.getError().strip();
        return "ended with exit code " + state.getExitCodeLong() + oom + error;
    }

    private static String lastCheck(@Nullable HealthState health) {
        if (health == null || health.getLog() == null || health.getLog().isEmpty()) {
            return "";
        }
        String output = health.getLog().getLast().getOutput();
        return output == null || output.isBlank()
                ? ""
                : " (" + output.strip().lines().reduce((a, b) -> b).orElse("") + ")";
    }
}
