package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.plan.Action;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.view.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an apply would change of what a database tier stands on. */
final class PlanChecks {
    private PlanChecks() {}

    static Stream<Finding> missing(Patient patient) {
        return patient.plan().isPresent()
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        "plan.missing",
                        "Whether the site is as described could not be seen in time.",
                        "Accounts and their rights, the heartbeat and files were not looked at.",
                        "resctl plan"));
    }

    static Stream<Finding> refused(Patient patient) {
        return patient.plan().stream()
                .flatMap(plan -> plan.notes().stream())
                .filter(Diagnostic::isError)
                .map(note -> Finding.error(
                        note.code(),
                        note.summary().endsWith(".") ? note.summary() : note.summary() + ".",
                        "An apply is refused as long as this is so.",
                        note.hint().orElse("see: resctl plan")));
    }

    static Stream<Finding> accounts(Patient patient) {
        List<String> names = actions(patient)
                .filter(a -> a.resource() instanceof DatabaseAccount)
                .map(a -> a.resource().ref().name())
                .distinct()
                .toList();
        return names.isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.error(
                        "account.rights",
                        (names.size() == 1 ? "A database account is" : names.size() + " database accounts are")
                                + " not as wished: " + String.join(", ", names) + ".",
                        "Applications, replication or the router log in with them: with less they fail, perhaps only in a failover; with more they may write where nobody should.",
                        "resctl apply (resctl plan shows what it changes)"));
    }

    static Stream<Finding> heartbeat(Patient patient) {
        String hosts = actions(patient)
                .filter(a -> a.resource() instanceof DatabaseHeartbeat)
                .map(Action::host)
                .distinct()
                .collect(Collectors.joining(", "));
        return hosts.isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        "heartbeat.drift",
                        "The heartbeat of " + hosts + " is not set up as wished.",
                        "When that server takes writes, nobody knows how far the others are behind.",
                        "resctl apply"));
    }

    private static Stream<Action> actions(Patient patient) {
        return patient.plan().stream().flatMap(plan -> plan.actions().stream());
    }
}
