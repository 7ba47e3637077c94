package io.resctl.component.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.backup.Inventory;
import io.resctl.backup.RestorePlan;
import io.resctl.backup.Restores;
import io.resctl.backup.Target;
import io.resctl.model.Sites;
import io.resctl.resource.Content;
import io.resctl.resource.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.opentest4j.TestAbortedException;

/** A host with a real database server, in a folder of this machine: the program that hosts get runs on it as it is. */
final class BackupRig implements AutoCloseable {
    static final String IMAGE = "mariadb:11.8";

    final String id = "bk" + UUID.randomUUID().toString().substring(0, 6);
    final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<Process> processes = new ArrayList<>();

    /** What came of a command. */
    record Said(int exit, String out, String err) {
        Said ok() {
            assertThat(exit).as(out + err).isZero();
            return this;
        }
    }

    private BackupRig(Path folder) {
        this.folder = folder;
    }

    /** A host that has no server yet. */
    static BackupRig host(String name) {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new TestAbortedException("needs root: the program reads files of the server's user");
        }
        if (process(Map.of(), "", "docker", "image", "inspect", IMAGE).exit() != 0) {
            throw new TestAbortedException(
                    "needs a Docker engine with the image " + IMAGE + ": dist/images/build makes it");
        }
        try {
            BackupRig rig = new BackupRig(Files.createTempDirectory("resctl-backup"));
            // The server's user walks through it.
            rig.sh("chmod 755 .").ok();
            rig.lease(1, "milan", "a1");
            rig.write("etc/secrets/replication", "secret");
            rig.conf(name, "");
            return rig;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BackupRig withServer(String name) {
        BackupRig rig = host(name);
        try {
            rig.start();
        } catch (RuntimeException | Error e) {
            rig.close();
            throw e;
        }
        return rig;
    }

    String container() {
        return "resctl-" + id + "-db";
    }

    Path store() {
        return folder.resolve("srv/backup");
    }

    void lease(long epoch, String live, String primary) {
        write(
                "var/lease.json",
                "{\n  \"epoch\": %d,\n  \"live\": \"%s\",\n  \"primary\": \"%s\",\n  \"since\": \"2026-11-22T03:04:05Z\",\n  \"by\": \"a@b\",\n  \"signature\": \"x\"\n}\n"
                        .formatted(epoch, live, primary));
    }

    /** The program as the component wishes it, with this folder in the place of the host's. {@code more} is added to the configuration. */
    void conf(String name, String more) {
        var site = Sites.backedUp();
        BackupFiles files = new BackupFiles(site, site.backup().orElseThrow(), site.host(name));
        for (TextFile file : files.program()) {
            String text = ((Content.Piece.Text) file.content().pieces().getFirst()).text();
            if (file.path().endsWith("backup.conf")) {
                text = text.replace("/etc/resctl/acme", folder + "/etc")
                                .replace("/srv/resctl/acme", folder + "/srv")
                                .replace("/var/lib/resctl/acme", folder + "/var")
                                .replace("resctl-acme-db", container())
                                .replace("site='acme'", "site='" + id + "'")
                                .replaceAll("10\\.90\\.\\d+\\.(\\d+)", "127.1.2.$1")
                        + "certificate=''\n" + more + "\n";
            }
            Path path = write("etc/backup/" + Path.of(file.path()).getFileName(), text);
            assertThat(path.toFile().setExecutable(true)).isTrue();
        }
    }

    /** As a host that never made a backup, with a shop that nobody visited. */
    void neverBackedUp() {
        sh("umount tiny 2>/dev/null; rm -rf srv/backup srv/restore srv/mariadb/data/resctl-line; docker rm -f resctl-"
                + id + "-restore 2>/dev/null; true");
        lease(1, "milan", "a2");
        sql("DROP DATABASE IF EXISTS shop; DROP DATABASE IF EXISTS resctl; RESET MASTER;");
        sql(
                "CREATE DATABASE shop; CREATE TABLE shop.visits (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT, at TIMESTAMP(6) DEFAULT NOW(6));");
        heartbeat("UTC_TIMESTAMP(6)");
        confWithB1();
    }

    /** b1 is the only other host of the rig's site, so that it is a1's turn. */
    void confWithB1() {
        conf("a1", "servers=('a1 milan 127.1.2.1' 'b1 turin 127.1.2.3')");
    }

    /** Of all backups, in order: full or incremental. */
    List<String> kinds() {
        return inventory().backups().stream()
                .map(b -> b.full() ? "full" : "incremental")
                .toList();
    }

    /** Changes the program, until {@link #conf} writes it anew. */
    void append(String part, String text) {
        sh("printf '%s\\n' '" + text + "' >>etc/backup/" + part).ok();
    }

    Path write(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        write("cnf/resctl.cnf", """
                [mariadbd]
                server_id = 7
                skip_slave_start = ON
                gtid_strict_mode = ON
                log_bin = binlog
                log_slave_updates = ON
                binlog_format = ROW
                sync_binlog = 1
                skip_name_resolve = ON
                innodb_buffer_pool_size = 32M
                """);
        sh("mkdir -p srv/mariadb/data && chown 999:999 srv/mariadb/data && chmod 750 srv/mariadb/data && docker run -d --name "
                        + container()
                        + " --user 999:999 --network none -e MARIADB_RANDOM_ROOT_PASSWORD=1 -e MARIADB_ROOT_HOST=localhost"
                        + " -e MARIADB_INITDB_SKIP_TZINFO=1 -v $PWD/cnf:/etc/mysql/conf.d:ro -v $PWD/srv/mariadb/data:/var/lib/mysql"
                        + " -v "
                        + Path.of("src/test/resources/golden/mariadb/init.sql").toAbsolutePath()
                        + ":/docker-entrypoint-initdb.d/resctl.sql:ro " + IMAGE)
                .ok();
        awaitServer();
    }

    void awaitServer() {
        sh("for i in $(seq 240); do docker exec -u mysql " + container()
                        + " sh -c 'grep -qx mariadbd /proc/1/comm && mariadb -u mysql -e \"SELECT 1\"' >/dev/null 2>&1 && exit 0; sleep 0.5; done; docker logs --tail 20 "
                        + container() + "; exit 1")
                .ok();
    }

    /** As administrator; returns what was said. */
    String sql(String statements) {
        return sqlIn(container(), statements);
    }

    String sqlIn(String server, String statements) {
        return process(
                        Map.of(),
                        statements,
                        "docker",
                        "exec",
                        "-i",
                        "-u",
                        "mysql",
                        server,
                        "mariadb",
                        "-u",
                        "mysql",
                        "-BN")
                .ok()
                .out()
                .strip();
    }

    void heartbeat(String at) {
        sql(
                "CREATE DATABASE IF NOT EXISTS resctl; CREATE TABLE IF NOT EXISTS resctl.heartbeat (server_id INT UNSIGNED PRIMARY KEY, host VARCHAR(64), at TIMESTAMP(6) NOT NULL, epoch BIGINT);"
                        + "SET time_zone = '+00:00'; REPLACE INTO resctl.heartbeat VALUES (7, 'a1', " + at + ", 1);");
    }

    Said backup(String... words) {
        List<String> command = new ArrayList<>(List.of(folder + "/etc/backup/backup"));
        command.addAll(List.of(words));
        return process(environment, "", command.toArray(String[]::new));
    }

    /** Begins it, in the manner of something that is killed before it ends. */
    Process begin(String... words) {
        List<String> command = new ArrayList<>(List.of("setsid", folder + "/etc/backup/backup"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL for all that belongs to it, as when power goes. */
    void kill(Process process) {
        sh("kill -9 -- -" + process.pid());
        process.onExit().join();
    }

    /** As a socket of systemd would hand it to each caller. */
    void serve(String address, int port) {
        write("serve", "#!/bin/sh\nREMOTE_ADDR=$SOCAT_PEERADDR exec " + folder + "/etc/backup/backup serve\n")
                .toFile()
                .setExecutable(true);
        if (sh("command -v socat").exit() != 0) {
            throw new TestAbortedException("needs socat on this machine");
        }
        try {
            processes.add(new ProcessBuilder(
                            "socat",
                            "-t",
                            "600",
                            "TCP-LISTEN:" + port + ",bind=" + address + ",reuseaddr,fork",
                            "EXEC:" + folder + "/serve")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("serve.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sh("for i in $(seq 50); do ss -ltn | grep -q " + address + ":" + port + " && exit 0; sleep 0.1; done; exit 1")
                .ok();
    }

    Inventory inventory() {
        return Inventory.parse(backup("list").ok().out()).orElseThrow();
    }

    RestorePlan way(String target) {
        return switch (Restores.way(inventory(), Target.parse(target).orElseThrow())) {
            case Restores.Found.Way way -> way.plan();
            case Restores.Found.None none -> throw new AssertionError(none.why());
        };
    }

    /** As {@code resctl} would ask for it; {@code which} is restore, verify or replace. */
    Said restore(String which, RestorePlan plan, int limit) {
        environment.put("WHICH", which);
        environment.put("BACKUPS", String.join("\n", plan.backups(plan.host())));
        environment.put("LOGS", String.join("\n", plan.logFiles(plan.host())));
        environment.put("START", plan.start());
        environment.put("STOP", plan.stop().orElse(""));
        environment.put("LIMIT", Integer.toString(limit));
        return backup("restore");
    }

    Said fetch(RestorePlan plan, String from) {
        environment.put("BACKUPS", String.join("\n", plan.backups("elsewhere")));
        environment.put("LOGS", String.join("\n", plan.logFiles("elsewhere")));
        return backup("fetch", from);
    }

    /** What {@link #fetch} fetched. */
    Said restoreFetched(RestorePlan plan) {
        environment.put("WHICH", "restore");
        environment.put("START", plan.start());
        environment.put("STOP", "");
        environment.put("LIMIT", "0");
        return backup("restore");
    }

    String restored(String statements) {
        return sqlIn("resctl-" + id + "-restore", statements);
    }

    Said sh(String code) {
        return process(Map.of(), "cd '" + folder + "'\n" + code, "bash", "-s");
    }

    private static Said process(Map<String, String> more, String input, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(more);
            Process process = builder.start();
            StringBuilder err = new StringBuilder();
            Thread reader = Thread.startVirtualThread(() -> {
                try {
                    err.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            reader.join();
            return new Said(exit, out, err.toString());
        } catch (IOException e) {
            throw new TestAbortedException("needs the command " + command[0] + " on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(p -> {
            p.descendants().forEach(ProcessHandle::destroyForcibly);
            p.destroyForcibly();
        });
        sh("docker rm -fv " + container() + " resctl-" + id + "-restore resctl-" + id + "-verify resctl-" + id
                + "-replace >/dev/null 2>&1; umount tiny 2>/dev/null; umount tiny 2>/dev/null; true");
        sh("rm -rf '" + folder + "'");
    }
}
