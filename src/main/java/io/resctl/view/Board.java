package io.resctl.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each host of a run is doing right now: fed with what happens, asked for lines. Not for several threads at a time. */
public final class Board {
    /** How an action ended. */
    public enum End {
        DONE,
        FAILED,
        STALE,
        BLOCKED
    }

    private static final class Lane {
        private final int total;
        private int done;
        private int lost;
        private String doing = "";
        private String progress = "";
        private Instant since;

        Lane(int total, Instant start) {
            this.total = total;
            this.since = start;
        }
    }

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Instant start;

    /**
     * A board at the start of a run.
     *
     * @param totals number of actions by host
     */
    public Board(Map<String, Integer> totals, Instant start) {
        this.start = start;
        totals.forEach((host, total) -> lanes.put(host, new Lane(total, start)));
    }

    public void begins(String host, String what, Instant at) {
        Lane lane = lane(host, at);
        lane.doing = what;
        lane.progress = "";
        lane.since = at;
    }

    /** More about what the host is doing: {@code 12 of 41 MB}, or what it waits for. */
    public void says(String host, String progress, Instant at) {
        lane(host, at).progress = progress;
    }

    public void ends(String host, End end, Instant at) {
        Lane lane = lane(host, at);
        lane.doing = "";
        lane.progress = "";
        lane.since = at;
        if (end == End.DONE) {
            lane.done++;
        } else {
            lane.lost++;
        }
    }

    public int done() {
        return lanes.values().stream().mapToInt(l -> l.done).sum();
    }

    public int total() {
        return lanes.values().stream().mapToInt(l -> l.total).sum();
    }

    /** What a host has been doing for longer than {@code patience}, one sentence each: for logs, where nothing moves. */
    public List<String> waits(Instant now, Duration patience) {
        List<String> waits = new ArrayList<>();
        lanes.forEach((host, lane) -> {
            Duration elapsed = Duration.between(lane.since, now);
            if (!lane.doing.isEmpty() && elapsed.compareTo(patience) >= 0) {
                waits.add(host + ": still " + what(lane) + ", for " + Words.elapsed(elapsed));
            }
        });
        return waits;
    }

    /** One line for the run and one for each host, none wider than the screen. */
    public List<String> lines(Instant now, Screen screen) {
        List<String> lines = new ArrayList<>();
        int names = lanes.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.add(
                screen.bold(done() + " of " + total() + " done") + ", " + Words.elapsed(Duration.between(start, now)));
        lanes.forEach((host, lane) -> {
            String count = Words.pad(lane.done + "/" + lane.total, 7);
            String head = "  " + Words.pad(host, names) + "  " + count + "  ";
            lines.add(head + body(lane, now, screen, screen.width() - head.length()));
        });
        return lines;
    }

    private static String body(Lane lane, Instant now, Screen screen, int width) {
        if (lane.doing.isEmpty()) {
            if (lane.done + lane.lost >= lane.total) {
                return lane.lost == 0 ? screen.green("done") : screen.red(lane.lost + " not done");
            }
            return screen.dim("waits for another host, for " + Words.elapsed(Duration.between(lane.since, now)));
        }
        String elapsed = "  " + Words.elapsed(Duration.between(lane.since, now));
        return Words.cut(what(lane), width - elapsed.length()) + screen.dim(elapsed);
    }

    private static String what(Lane lane) {
        return Words.oneLine(lane.progress.isEmpty() ? lane.doing : lane.doing + ": " + lane.progress);
    }

    private Lane lane(String host, Instant at) {
        return lanes.computeIfAbsent(host, h -> new Lane(0, at));
    }
}
