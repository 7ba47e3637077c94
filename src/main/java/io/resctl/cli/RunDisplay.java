package io.resctl.cli;

import io.resctl.journal.Event;
import io.resctl.plan.Plan;
import io.resctl.view.RunProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows a run as it goes: a region that is drawn again and again on a terminal, lines elsewhere. */
final class RunDisplay implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final Duration REMIND = Duration.ofSeconds(5);
    private static final int MOST_LINES = 40;

    private final Console console;
    private final RunProgress progress;
    private final Thread ticker;
    private int drawn;
    private boolean closed;

    RunDisplay(Console console, Plan plan) {
        this.console = console;
        this.progress = new RunProgress(plan, console.clock().instant(), console.screen());
        this.ticker = Thread.ofVirtual().unstarted(this::tick);
        ticker.start();
    }

    synchronized void take(Event event) {
        List<RunProgress.Line> lines = progress.take(event);
        if (closed) {
            return;
        }
        if (console.terminal()) {
            draw(lines.stream()
                    .filter(RunProgress.Line::loud)
                    .map(RunProgress.Line::text)
                    .toList());
        } else {
            lines.forEach(line -> console.err().println(line.text()));
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(console.terminal() ? REDRAW : REMIND);
                remind();
            }
        } catch (InterruptedException _) {
            // the run is over
        }
    }

    private synchronized void remind() {
        if (closed) {
            return;
        }
        if (console.terminal()) {
            draw(List.of());
        } else {
            progress.tick(console.clock().instant())
                    .forEach(line -> console.err().println(line.text()));
        }
    }

    /** What is said stays above; the region below it is replaced. */
    private void draw(List<String> said) {
        List<String> lines = new ArrayList<>();
        if (drawn > 0) {
            lines.add("\u001b[" + drawn + "A\u001b[J");
        }
        said.forEach(line -> lines.add(line + "\n"));
        List<String> board =
                closed ? List.of() : progress.board().lines(console.clock().instant(), console.screen());
        List<String> shown = board.subList(0, Math.min(board.size(), MOST_LINES));
        shown.forEach(line -> lines.add(line + "\n"));
        drawn = shown.size();
        console.err().print(String.join("", lines));
        console.err().flush();
    }

    @Override
    public void close() {
        ticker.interrupt();
        synchronized (this) {
            closed = true;
            if (console.terminal()) {
                draw(List.of());
            }
        }
    }
}
