package io.resctl.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Steady requests at one address of this machine until closed; every answer that is not 200 is kept. */
final class Load implements AutoCloseable {
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Thread pacer;
    private volatile boolean going = true;

    /** Starts now, at a steady rate of requests a second. */
    Load(URI address, int perSecond) {
        // A connection for each request, so that what a new client sees is what is counted.
        pacer = Thread.ofVirtual().start(() -> {
            long pause = Duration.ofSeconds(1).toNanos() / perSecond;
            while (going) {
                Thread.ofVirtual().start(() -> request(address));
                LockSupport.parkNanos(pause);
            }
        });
    }

    private void request(URI address) {
        sent.incrementAndGet();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(15))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failures.add("status " + answer.statusCode());
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int sent() {
        return sent.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Map<String, Integer> failuresByKind() {
        Map<String, Integer> byKind = new TreeMap<>();
        failures.forEach(f -> byKind.merge(f, 1, Integer::sum));
        return byKind;
    }

    /** Sends no more; what is under way may still be answered. */
    void stop() {
        going = false;
        try {
            pacer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
