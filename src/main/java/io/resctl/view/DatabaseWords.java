package io.resctl.view;

import io.resctl.view.SiteStatus.OfDatabase;
import io.resctl.view.SiteStatus.Role;
import io.resctl.view.SiteStatus.Running;
import io.resctl.view.Table.Cell;

/** How a database server is spoken of. */
final class DatabaseWords {
    private DatabaseWords() {}

    static String role(OfDatabase db) {
        if (db.running() != Running.SERVING) {
            return "-";
        }
        String follows = db.follows().map(host -> "replica of " + host).orElse("follows nobody");
        return db.writable() ? db.follows().map(h -> "WRITABLE " + follows).orElse("primary") : follows;
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

    private static Cell serving(OfDatabase db, Screen screen) {
        if (db.writable()) {
            return db.role() == Role.LIVE && db.follows().isEmpty()
                    ? new Cell("writable", screen::green)
                    : new Cell("WRITABLE, should not be", screen::red);
        }
        if (db.follows().isEmpty()) {
            return new Cell("read-only", screen::yellow);
        }
        if (!db.threads()) {
            String why = db.error().isEmpty() ? "" : ": " + Words.cut(Words.oneLine(db.error()), 60);
            return new Cell("NOT REPLICATING" + why, screen::red);
        }
        long behind = db.behind().orElse(0L);
        return behind == 0
                ? new Cell("in step", screen::green)
                : new Cell(behind + "s behind", behind > 30 ? screen::red : screen::yellow);
    }
}
