package io.resctl.app;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.Lease;
import io.resctl.model.Names;
import io.resctl.sql.Answer;
import io.resctl.sql.ServerSettings;
import io.resctl.sql.ServerState;
import io.resctl.sql.Statement;
import io.resctl.sql.Statements;
import io.resctl.view.SiteStatus.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one host says of itself.
 *
 * @param unseen why it, or its Docker engine, did not answer; empty where both did
 * @param said by key, as {@code status.sh} prints it
 * @param containers by name, as {@code docker ps} words their status
 * @param server of its database, where one runs and answers
 * @param settings of its database, likewise
 * @param clock its own, where it answered
 */
record StatusAnswer(
        Optional<Diagnostic> unseen,
        Map<String, String> said,
        Map<String, String> containers,
        Optional<ServerState> server,
        Optional<ServerSettings> settings,
        Optional<HostClock> clock) {
    private static final Diagnostic ENGINE_SILENT = Diagnostic.error(
            "engine.silent", "its Docker engine does not answer", "see what keeps it: systemctl status docker");

    /**
     * Asks a host.
     *
     * @param greeted runs as soon as it gave a sign of life
     */
    static StatusAnswer of(Reader host, Names names, Patience patience, Runnable greeted, InstantSource clock) {
        switch (host.ask(Script.of("exit 0"), patience.silent())) {
            case Reply.Answer _ -> greeted.run();
            case Reply.Unreachable unreachable -> {
                return unseen(unreachable.why());
            }
            case Reply.TimedOut timedOut -> {
                return silent(host.host(), timedOut.after());
            }
        }
        List<Statement> look = new ArrayList<>(Statements.look());
        look.addAll(look.size() - 1, ServerSettings.ask());
        Script question = Script.of(SCRIPT)
                .with("site", names.site())
                .with("lease", names.lease())
                .with("srv", names.srv())
                .with("backups", names.srv() + "/backup")
                .with("database", names.container("db"))
                .with("files", ServerSettings.FILES)
                .with("look", Statement.text(look));
        Instant before = clock.instant();
        return switch (host.ask(question, patience.slow())) {
            case Reply.Answer answer -> parse(answer.out(), before, clock.instant());
            case Reply.Unreachable unreachable -> unseen(unreachable.why());
            case Reply.TimedOut timedOut -> slow(host.host(), timedOut.after());
        };
    }

    static StatusAnswer parse(String out, Instant before, Instant after) {
        Map<String, String> said = new TreeMap<>();
        Map<String, String> containers = new TreeMap<>();
        StringBuilder sql = new StringBuilder();
        for (String line : out.split("\n")) {
            String[] parts = line.split(" ", 3);
            if (parts[0].equals("container") && parts.length == 3) {
                containers.put(parts[1], parts[2]);
            } else if (line.startsWith("sql ")) {
                sql.append(line, 4, line.length()).append('\n');
            } else if (parts.length > 1) {
                said.putIfAbsent(parts[0], line.substring(parts[0].length() + 1).strip());
            }
        }
        return new StatusAnswer(
                Optional.of(ENGINE_SILENT).filter(why -> said.containsKey("engine")),
                said,
                containers,
                ServerState.parse(sql.toString()),
                ServerSettings.of(Answer.parse(sql.toString())),
                HostClock.of(said.getOrDefault("clock", ""), before, after));
    }

    static StatusAnswer unseen(Diagnostic why) {
        return new StatusAnswer(
                Optional.of(why), Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static StatusAnswer silent(String host, Duration after) {
        return unseen(Diagnostic.error(
                "host.silent",
                host + " did not answer within " + after.toSeconds() + "s",
                "see whether it runs, and how busy it is: ssh " + host + " uptime"));
    }

    static StatusAnswer slow(String host, Duration after) {
        return unseen(Diagnostic.error(
                "host.slow",
                host + " lives, but did not tell within " + after.toSeconds() + "s how it is",
                "see how busy it is: ssh " + host + " uptime"));
    }

    String said(String key) {
        return said.getOrDefault(key, "");
    }

    Optional<Long> number(String key) {
        return said(key).matches("\\d{1,18}") ? Optional.of(Long.parseLong(said(key))) : Optional.empty();
    }

    Optional<Lease> lease() {
        return number("epoch").flatMap(epoch -> {
            try {
                return Optional.of(
                        new Lease(epoch, said("live"), said("primary"), Instant.parse(said("since")), said("by")));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        });
    }

    /** From words such as {@code Up 3 minutes (healthy)}. */
    Running running(String container) {
        if (unseen.isPresent()) {
            return Running.UNSEEN;
        }
        String status = containers.get(container);
        if (status == null) {
            return Running.ABSENT;
        }
        if (!status.startsWith("Up")) {
            return Running.STOPPED;
        }
        return status.contains("(unhealthy)") || status.contains("(health: starting)")
                ? Running.UNHEALTHY
                : Running.SERVING;
    }

    private static final String SCRIPT = script();

    private static String script() {
        try (InputStream in = Objects.requireNonNull(StatusAnswer.class.getResourceAsStream("status.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
