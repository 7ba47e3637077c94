package io.resctl.sql;

import java.util.Optional;

/**
 * How a server follows another.
 *
 * @param source address of the followed server
 * @param io whether it receives: {@code Yes}, {@code No}, {@code Connecting} …
 * @param applying whether it applies: {@code Yes} or {@code No}
 * @param received the last that stands in its relay log; nothing after a restart, until it is connected again
 * @param byGtid and by its own applied position, as is due
 * @param behind seconds, as the server itself reckons; empty while it cannot tell
 * @param heartbeats that came from the source since the threads started
 * @param read place in the source's binary log up to which was received: it moves while the source sends
 */
public record Replication(
        String source,
        int port,
        String user,
        String io,
        String applying,
        GtidList received,
        boolean byGtid,
        Optional<Long> behind,
        long heartbeats,
        String read,
        String receiveError,
        String applyError) {

    static Optional<Replication> of(Answer answer) {
        if (answer.text("Master_Host").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Replication(
                answer.text("Master_Host"),
                answer.number("Master_Port").orElse(0L).intValue(),
                answer.text("Master_User"),
                answer.text("Slave_IO_Running"),
                answer.text("Slave_SQL_Running"),
                answer.gtids("Gtid_IO_Pos"),
                answer.text("Using_Gtid").equals("Slave_Pos"),
                answer.number("Seconds_Behind_Master"),
                answer.number("Slave_received_heartbeats").orElse(0L),
                answer.text("Master_Log_File") + ":" + answer.text("Read_Master_Log_Pos"),
                answer.text("Last_IO_Error"),
                answer.text("Last_SQL_Error")));
    }

    public boolean receives() {
        return io.equals("Yes");
    }

    /** Its receiving thread does not run, and does not try to connect. */
    public boolean receivingEnded() {
        return io.equals("No");
    }

    public boolean applies() {
        return applying.equals("Yes");
    }

    /**
     * Its server was started anew, and it has not been connected since: what it received and did not apply before is in its relay logs, and it does not tell
     * how much that is.
     */
    public boolean forgot() {
        return received.isEmpty() && !receives();
    }

    /** Both threads are stopped, so that the next start of either throws away what was received and not applied. */
    public boolean stopped() {
        return io.equals("No") && applying.equals("No");
    }
}
