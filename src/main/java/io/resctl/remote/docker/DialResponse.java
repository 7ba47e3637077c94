package io.resctl.remote.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** An answer of the engine. A body that was read to its end frees the stream for the next request; any other ends the stream. */
final class DialResponse implements Response {
    private static final long LARGEST_REST = 1 << 16;

    private final ClassicHttpResponse response;
    private final DialConnection connection;
    private final Consumer<DialConnection> keep;
    private final boolean reusable;
    private final InputStream body;
    private boolean closed;

    DialResponse(
            HttpRequest request,
            ClassicHttpResponse response,
            HttpContext context,
            DialConnection connection,
            Consumer<DialConnection> keep)
            throws IOException {
        this.response = response;
        this.connection = connection;
        this.keep = keep;
        this.reusable = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
        this.body = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    @Override
    public int getStatusCode() {
        return response.getCode();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), n -> new ArrayList<>()).add(header.getValue());
        }
        return headers;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (reusable) {
            finish();
        } else {
            connection.close();
        }
    }

    /** A reader of JSON stops at the last brace, a few bytes before the end of the message; a log that is followed has no end. */
    private void finish() {
        FutureTask<Boolean> rest = new FutureTask<>(() -> body.skip(LARGEST_REST) < LARGEST_REST);
        Thread.ofVirtual().start(rest);
        try {
            if (rest.get(200, TimeUnit.MILLISECONDS)) {
                keep.accept(connection);
                return;
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // There is more to come, or nothing any more: this stream cannot be used again.
        }
        connection.close();
    }
}
