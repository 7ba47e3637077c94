package io.resctl.view;

import io.resctl.view.SiteStatus.Duty;
import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.OfSemiSync;
import io.resctl.view.SiteStatus.Running;
import io.resctl.view.Table.Cell;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** How a database server is spoken of. */
final class DatabaseWords {
    /** Seconds. The heartbeat comes every second, and the question takes its time. */
    private static final double IN_STEP = 3;

    private static final double LATE = 30;

    private DatabaseWords() {}

    static String role(OfDatabase db) {
        String duty = db.duty().words();
        return db.running() == Running.SERVING
                ? db.follows().map(host -> duty + " of " + host).orElse(duty)
                : duty;
    }

    static Cell state(OfDatabase db, Screen screen) {
        return switch (db.running()) {
            case STOPPED -> new Cell("STOPPED", screen::red);
            case UNHEALTHY -> new Cell("UNHEALTHY", screen::red);
            case ABSENT -> new Cell("NOT CREATED", screen::red);
            case UNSEEN -> new Cell("not seen", screen::yellow);
            case SERVING -> serving(db, screen);
        };
    }

    static Cell semiSync(OfDatabase db, Screen screen) {
        return db.semiSync().map(s -> new Cell(s.words(), colour(s, screen))).orElseGet(() -> Cell.plain(""));
    }

    private static UnaryOperator<String> colour(OfSemiSync semiSync, Screen screen) {
        return semiSync.degraded() ? screen::red : text -> text;
    }

    private static Cell serving(OfDatabase db, Screen screen) {
        if (!db.errant().isEmpty()) {
            return new Cell("HAS TRANSACTIONS OF ITS OWN: " + db.errant(), screen::red);
        }
        if (db.writable()) {
            return db.duty() == Duty.PRIMARY && db.follows().isEmpty()
                    ? new Cell("writable", screen::green)
                    : new Cell("WRITABLE, should not be", screen::red);
        }
        if (db.duty() == Duty.PRIMARY) {
            return new Cell("READ-ONLY, should take writes", screen::red);
        }
        if (db.follows().isEmpty()) {
            return new Cell("FOLLOWS NOBODY", screen::red);
        }
        if (!db.threads()) {
            String why = db.error().isEmpty() ? "" : ": " + Words.cut(Words.oneLine(db.error()), 60);
            return new Cell("NOT REPLICATING" + why, screen::red);
        }
        return db.delay()
                .map(seconds -> delay(seconds, screen))
                .orElseGet(() -> new Cell("replicating, delay not known", screen::yellow));
    }

    private static Cell delay(double seconds, Screen screen) {
        return seconds < IN_STEP
                ? new Cell("in step", screen::green)
                : new Cell(
                        Words.elapsed(Duration.ofMillis((long) (seconds * 1000))) + " behind",
                        seconds > LATE ? screen::red : screen::yellow);
    }
}
