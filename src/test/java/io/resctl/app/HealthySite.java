package io.resctl.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.model.SemiSync;
import io.resctl.model.Site;
import io.resctl.model.Sites;
import io.resctl.plan.Action;
import io.resctl.plan.Plan;
import io.resctl.view.Examination;
import io.resctl.view.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A site on which doctors find nothing, as its hosts tell of it; and ways to make it ill. */
final class HealthySite {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Site site;
    private final Map<String, String> texts = new TreeMap<>();
    private final TreeMap<String, StatusAnswer> unseen = new TreeMap<>();
    private Instant asked = NOW;
    private Optional<Plan> plan = Optional.of(plan(List.of(), List.of()));

    private HealthySite(Site site) {
        this.site = site;
        site.hosts().forEach(h -> texts.put(h.name(), host(h.zone())));
        int a1 = site.host("a1").serverId();
        texts.merge(
                "a1",
                database(a1, "OFF", 1, "") + "copies 1000000\nmade 000017-20261124T113000Z-incremental\n",
                String::concat);
        for (String replica : List.of("a2", "b1")) {
            texts.merge(
                    replica,
                    database(site.host(replica).serverId(), "ON", 0, """
                    sql Master_Host: %s
                    sql Master_Port: 3306
                    sql Slave_IO_Running: Yes
                    sql Slave_SQL_Running: Yes
                    sql Last_IO_Error:
                    sql Last_SQL_Error:
                    sql Using_Gtid: Slave_Pos
                    sql Gtid_IO_Pos: 0-%d-500
                    """.formatted(
                                    site.host("a1").vpn(), a1)),
                    String::concat);
        }
        edit("b1", "semi_replica: 0", "semi_replica: 1");
        edit("b1", "semi_acknowledging: OFF", "semi_acknowledging: ON");
        texts.merge("b1", """
                copy 000017-20261124T113000Z-incremental
                verified {"at":"2026-11-20T03:00:00Z","host":"b1","ok":"yes","why":""}
                """, String::concat);
    }

    /** With semi-synchronous replication to the standby. */
    static HealthySite make() {
        return new HealthySite(Sites.acknowledged(SemiSync.STANDBY));
    }

    private static String host(String zone) {
        return """
                clock %d.000000000
                epoch 1
                live milan
                primary a1
                since 2026-11-22T03:04:05Z
                by anna@desk
                guard %s: zone milan is live by the lease of epoch 1
                disk 50000000000 100000000000
                """.formatted(NOW.getEpochSecond(), zone.equals("milan") ? "open" : "standby");
    }

    private String database(int serverId, String readOnly, int clients, String replication) {
        int a1 = site.host("a1").serverId();
        boolean leads = readOnly.equals("OFF");
        return """
                container resctl-acme-db Up 3 hours (healthy)
                sql file_read_only: ON
                sql file_skip_start: ON
                sql version: 11.8.9-MariaDB-log
                sql server_id: %d
                sql clock: %d.500000
                sql read_only: %s
                sql binlog_pos: 0-%d-500
                sql slave_pos: %s
                sql binlog_state: 0-%d-500
                sql strict: 1
                sql log_bin: 1
                sql log_slave_updates: 1
                sql semi_master: 1
                sql semi_replica: 0
                %ssql semi_waiting: ON
                sql semi_acknowledging: OFF
                sql semi_clients: %d
                sql heartbeat: %d %d.000000
                sql sync_binlog: 1
                sql sync_relay_log: 1
                sql innodb_flush_log_at_trx_commit: 1
                sql keeps_logs: 604800
                sql domain_id: 0
                sql scheduler: ON
                sql semi_holds: 1
                sql semi_patience: 10000
                sql value: 0
                sql value: 12
                sql that_is_all: 1
                """.formatted(
                        serverId,
                        NOW.getEpochSecond(),
                        readOnly,
                        a1,
                        leads ? "" : "0-" + a1 + "-500",
                        a1,
                        replication,
                        clients,
                        a1,
                        NOW.getEpochSecond());
    }

    HealthySite edit(String host, String from, String to) {
        String text = java.util.Objects.requireNonNull(texts.get(host));
        assertThat(text).as(host).contains(from);
        texts.put(host, text.replace(from, to));
        return this;
    }

    HealthySite silent(String host) {
        unseen.put(host, StatusAnswer.unseen(Diagnostic.error("x", "no answer in 10s", "wait")));
        return this;
    }

    HealthySite planned(Action... actions) {
        plan = Optional.of(plan(List.of(actions), List.of()));
        return this;
    }

    HealthySite refused(Diagnostic why) {
        plan = Optional.of(plan(List.of(), List.of(why)));
        return this;
    }

    HealthySite withoutPlan() {
        plan = Optional.empty();
        return this;
    }

    HealthySite at(Instant now) {
        long later = now.getEpochSecond() - NOW.getEpochSecond();
        texts.replaceAll(
                (host, text) -> text.replace("clock " + NOW.getEpochSecond(), "clock " + (NOW.getEpochSecond() + later))
                        .replace("clock: " + NOW.getEpochSecond(), "clock: " + (NOW.getEpochSecond() + later))
                        .replace(
                                " " + NOW.getEpochSecond() + ".000000\nsql sync",
                                " " + (NOW.getEpochSecond() + later) + ".000000\nsql sync"));
        asked = now;
        return this;
    }

    Site site() {
        return site;
    }

    SiteAnswers answers() {
        TreeMap<String, StatusAnswer> answers = new TreeMap<>();
        texts.forEach((host, text) ->
                answers.put(host, StatusAnswer.parse(text, asked.minusMillis(200), asked.plusMillis(200))));
        answers.putAll(unseen);
        return new SiteAnswers(answers, plan);
    }

    Examination examination() {
        return DoctorSite.examination(site, asked, answers());
    }

    List<String> codes() {
        return examination().findings().stream().map(Finding::code).toList();
    }

    private static Plan plan(List<Action> actions, List<Diagnostic> notes) {
        return new Plan(
                Plan.FORMAT,
                "acme",
                NOW,
                "abc",
                true,
                Optional.of(new Lease(1, "milan", "a1", Sites.SINCE, "anna@desk")),
                List.of(),
                actions,
                List.of(),
                notes);
    }
}
