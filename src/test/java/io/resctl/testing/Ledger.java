package io.resctl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write without pause, each with a book of its own: what the database acknowledged is on this machine's disk before the next write is sent. A
 * write whose answer never came may be there or not; it is never sent again.
 */
public final class Ledger implements AutoCloseable {
    public static final String TABLE = "CREATE TABLE IF NOT EXISTS shop.ledger"
            + " (id BIGINT AUTO_INCREMENT PRIMARY KEY, word VARCHAR(40) NOT NULL, KEY (word)) ENGINE=InnoDB";

    /** So that sixteen clients write some 200 times a second, and replicas of a small machine keep up. */
    private static final Duration PACE = Duration.ofMillis(70);

    /** How a client gets to the database. */
    public interface Way {
        Connection connect(int client) throws SQLException;
    }

    /**
     * What the judge found.
     *
     * @param lost acknowledged, and not there
     * @param twice there more than once
     * @param unanswered neither acknowledged nor refused in words; some of them are there
     */
    public record Verdict(int acknowledged, Set<String> lost, Set<String> twice, int unanswered) {
        /** Compares what was acknowledged with what is there. */
        public static Verdict of(List<String> acknowledged, List<String> rows, int unanswered) {
            Set<String> there = new TreeSet<>();
            Set<String> twice = new TreeSet<>();
            rows.stream().filter(row -> !there.add(row)).forEach(twice::add);
            Set<String> lost = new TreeSet<>(acknowledged);
            lost.removeAll(there);
            return new Verdict(acknowledged.size(), lost, twice, unanswered);
        }

        public boolean good() {
            return lost.isEmpty() && twice.isEmpty();
        }
    }

    private final Way way;
    private final Path folder;
    private final Queue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private final String run = Long.toString(System.nanoTime(), 36);
    private volatile boolean going = true;

    /** Starts the clients. */
    public Ledger(Path folder, int count, Way way) {
        this.way = way;
        this.folder = folder;
        for (int i = 0; i < count; i++) {
            int client = i;
            clients.add(Thread.ofPlatform().daemon().name("client " + i).start(() -> client(client)));
        }
    }

    private void client(int client) {
        try (FileChannel book = FileChannel.open(
                folder.resolve("ledger-" + run + "-" + client), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            int number = 0;
            while (going) {
                try (Connection connection = way.connect(client);
                        PreparedStatement insert =
                                connection.prepareStatement("INSERT INTO shop.ledger (word) VALUES (?)")) {
                    while (going) {
                        String word = run + "-" + client + "-" + number++;
                        insert.setString(1, word);
                        unanswered.incrementAndGet();
                        insert.executeUpdate();
                        times.add(System.nanoTime());
                        book.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
                        book.force(false);
                        unanswered.decrementAndGet();
                        pause(PACE);
                    }
                } catch (SQLException e) {
                    count(e);
                    pause(Duration.ofMillis(20));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void count(SQLException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\d+", "N");
        errors.merge(message.substring(0, Math.min(90, message.length())), 1, Integer::sum);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public synchronized Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    public int acknowledged() {
        return times.size();
    }

    /** Acknowledged a second, over the last five. */
    public int rate() {
        long since = System.nanoTime() - Duration.ofSeconds(5).toNanos();
        return (int) times.stream().filter(t -> t > since).count() / 5;
    }

    /** The longest time in which nothing was acknowledged, that ended after this moment of {@link System#nanoTime}. */
    public Duration silence(long since) {
        long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] > since) {
                longest = Math.max(longest, sorted[i] - sorted[i - 1]);
            }
        }
        return Duration.ofNanos(longest);
    }

    /** From this moment of {@link System#nanoTime} to the first write that was acknowledged after a time of silence of at least this. */
    public Duration firstAfter(long since, Duration silent) {
        long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] > since && sorted[i] - sorted[i - 1] >= silent.toNanos()) {
                return Duration.ofNanos(sorted[i] - since);
            }
        }
        throw new AssertionError("no silence of " + silent + " ended after that");
    }

    /** Sends no more. */
    public void stop() {
        going = false;
        for (Thread client : clients) {
            try {
                client.join(Duration.ofSeconds(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Compares the books with what a server holds.
     *
     * @param rows the column {@code word} of all rows
     */
    public Verdict judge(List<String> rows) {
        List<String> words = new ArrayList<>();
        for (int client = 0; client < clients.size(); client++) {
            try {
                words.addAll(Files.readAllLines(folder.resolve("ledger-" + run + "-" + client)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Verdict.of(words, rows, unanswered.get());
    }

    @Override
    public void close() {
        stop();
    }
}
