package io.resctl.descriptor;

import io.resctl.model.Site;
import java.util.List;

/** What only the whole can tell. A check runs when the sections that it looks at are free of errors themselves. */
final class CrossChecks {
    @FunctionalInterface
    interface Check {
        void run(Site site, Places places, Findings findings);
    }

    private record Rule(Check check, List<String> sections) {}

    private static final List<Rule> RULES = List.of(
            new Rule(AddressChecks::sameServer, List.of("zones", "ssh")),
            new Rule(AddressChecks::vpn, List.of("zones", "vpn")),
            new Rule(AddressChecks::names, List.of("services")),
            new Rule(PortChecks::names, List.of("services", "zones", "ssh")),
            new Rule(PortChecks::services, List.of("services", "vpn")),
            new Rule(PortChecks::ssh, List.of("zones", "ssh", "gateway")),
            new Rule(CapacityChecks::services, List.of("zones", "services")),
            new Rule(CapacityChecks::database, List.of("zones", "database")),
            new Rule(CapacityChecks::gateway, List.of("zones", "gateway")),
            new Rule(BackupChecks::places, List.of("zones", "database", "backup")),
            new Rule(BackupChecks::strategy, List.of("strategy", "database", "backup")),
            new Rule(ShareChecks::accounts, List.of("database")),
            new Rule(ShareChecks::weights, List.of("zones", "services", "gateway")));

    private CrossChecks() {}

    static void run(Site site, Places places, Findings findings) {
        List<Rule> runnable =
                RULES.stream().filter(rule -> findings.clean(rule.sections)).toList();
        runnable.forEach(rule -> rule.check.run(site, places, findings));
    }
}
