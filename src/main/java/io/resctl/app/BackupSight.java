package io.resctl.app;

import io.resctl.backup.Inventory;
import io.resctl.diag.Diagnostic;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.model.Host;
import io.resctl.model.Names;
import io.resctl.model.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What the database hosts say of backups.
 *
 * @param inventories by host
 * @param unseen why a host told nothing, by host
 */
record BackupSight(SortedMap<String, Inventory> inventories, SortedMap<String, Diagnostic> unseen) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Script LIST = Script.of("""
            if [ ! -x "$program" ]; then exit 3; fi
            "$program" list
            """);

    static BackupSight of(Means means, Site site) {
        SortedMap<String, Inventory> inventories = new ConcurrentSkipListMap<>();
        SortedMap<String, Diagnostic> unseen = new ConcurrentSkipListMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Host host : hosts(site)) {
            threads.add(Thread.ofVirtual()
                    .start(() -> ask(means.hosts().reader(host.name()), site.names(), inventories, unseen)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while hosts were asked", e);
            }
        }
        return new BackupSight(new TreeMap<>(inventories), new TreeMap<>(unseen));
    }

    static List<Host> hosts(Site site) {
        return site.database().stream()
                .flatMap(db -> db.hosts().stream())
                .map(site::host)
                .toList();
    }

    private static void ask(
            Reader host, Names names, SortedMap<String, Inventory> inventories, SortedMap<String, Diagnostic> unseen) {
        switch (host.ask(LIST.with("program", names.backupProgram()), PATIENCE)) {
            case Reply.Answer answer
            when answer.ok() ->
                Inventory.parse(answer.out())
                        .ifPresentOrElse(
                                i -> inventories.put(host.host(), i),
                                () -> unseen.put(host.host(), odd(host.host(), "it says what is not a list")));
            case Reply.Answer answer
            when answer.exit() == 3 ->
                unseen.put(
                        host.host(),
                        Diagnostic.error(
                                "backup.not-applied",
                                host.host() + " was not told yet to make backups.",
                                "Apply the descriptor: `resctl apply`."));
            case Reply.Answer answer ->
                unseen.put(host.host(), odd(host.host(), answer.err().strip()));
            case Reply.Unreachable gone -> unseen.put(host.host(), gone.why());
            case Reply.TimedOut late ->
                unseen.put(
                        host.host(),
                        odd(host.host(), "no answer within " + late.after().toSeconds() + " s"));
        }
    }

    private static Diagnostic odd(String host, String why) {
        return Diagnostic.error(
                "backup.unseen",
                "What " + host + " keeps cannot be told: " + why,
                "Look there: `systemctl status 'resctl-*-backup-*'` and the disk.");
    }

    /** The host that makes the backups: one that says so of itself. */
    Optional<Inventory> maker() {
        return inventories.values().stream()
                .filter(i -> i.turn().equals(i.host()))
                .findFirst();
    }

    /** The host that keeps the copy, if there is one and it answers. */
    Optional<Inventory> keeper() {
        return inventories.values().stream()
                .filter(i -> i.keeper().equals(Optional.of(i.host())))
                .findFirst();
    }
}
