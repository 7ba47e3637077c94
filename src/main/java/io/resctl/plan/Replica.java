package io.resctl.plan;

import io.resctl.resource.DatabaseRole;
import io.resctl.resource.Observed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found of a database server that follows another.
 *
 * @param from address of the server that it follows
 * @param received the transactions that arrived, as GTIDs; empty where that is not known, as after a restart of the server
 * @param applied those of them that are in its data, as GTIDs
 * @param receiving whether the other server hands it transactions at this moment
 */
record Replica(String from, String received, String applied, boolean receiving) {

    /** Empty where it follows nobody, does not run, or could not be asked. */
    static Optional<Replica> of(Observed found) {
        if (!DatabaseRole.answers(found) || !(found instanceof Observed.Present present)) {
            return Optional.empty();
        }
        Map<String, String> told = present.attributes();
        String follows = told.getOrDefault("follows", "nobody");
        return follows.equals("nobody")
                ? Optional.empty()
                : Optional.of(new Replica(
                        address(follows),
                        told.getOrDefault(DatabaseRole.RECEIVED, ""),
                        told.getOrDefault(DatabaseRole.APPLIED, ""),
                        !"no".equals(told.get(DatabaseRole.RECEIVING))));
    }

    /** Nothing that it received is only in its relay logs, and nothing more arrives. */
    boolean drained() {
        return !receiving && appliedAll();
    }

    /** Known to have applied what it received so far. */
    boolean appliedAll() {
        return !received.isEmpty() && gtids(applied).containsAll(gtids(received));
    }

    /** What keeps it from being restarted, as the end of a sentence. */
    String holds() {
        if (received.isEmpty()) {
            return "what it received and did not apply is not known, since its server was restarted meanwhile";
        }
        if (!appliedAll()) {
            return "it received transactions up to " + received + " and applied them up to "
                    + (applied.isEmpty() ? "none" : applied);
        }
        return receiving
                ? "it still receives transactions from there"
                : "it could not follow again after a restart, though it applied all that it received";
    }

    private static String address(String follows) {
        int port = follows.lastIndexOf(':');
        return port < 0 ? follows : follows.substring(0, port);
    }

    private static List<String> gtids(String position) {
        return Arrays.asList(position.split(","));
    }
}
