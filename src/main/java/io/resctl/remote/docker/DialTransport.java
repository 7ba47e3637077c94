package io.resctl.remote.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.resctl.remote.ssh.Dialer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** docker-java's transport: HTTP/1.1 by HttpCore over dialled streams, one request at a time on each, an idle one kept for the next request. */
final class DialTransport implements DockerHttpClient {
    private final Dialer dialer;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private Optional<DialConnection> idle = Optional.empty();

    DialTransport(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Response execute(Request request) {
        try {
            Optional<DialConnection> kept = take();
            if (kept.isPresent()) {
                try {
                    return send(request, kept.get());
                } catch (ConnectionClosedException | NoHttpResponseException | UncheckedIOException e) {
                    // The engine had closed the kept stream; with a body that was read already there is no second try.
                    if (request.bodyBytes() == null && request.body() != null) {
                        throw e;
                    }
                }
            }
            return send(request, new DialConnection(dialer.dial()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response send(Request request, DialConnection connection) throws IOException {
        BasicClassicHttpRequest http = new BasicClassicHttpRequest(request.method(), request.path());
        http.setHeader("Host", "docker");
        request.headers().forEach(http::setHeader);
        byte[] bytes = request.bodyBytes();
        if (bytes != null) {
            http.setEntity(new ByteArrayEntity(bytes, null));
        } else if (request.body() != null) {
            http.setEntity(new InputStreamEntity(request.body(), null));
        } else if (request.method().equals("POST")) {
            http.setHeader("Content-Length", "0");
        }
        try {
            HttpCoreContext context = HttpCoreContext.create();
            ClassicHttpResponse response = executor.execute(http, connection.http(), context);
            return new DialResponse(http, response, context, connection, this::keep);
        } catch (HttpException e) {
            connection.close();
            throw new IOException("the engine's answer is no HTTP: " + e.getMessage(), e);
        } catch (IOException e) {
            String complaint = connection.complaint();
            connection.close();
            throw complaint.isEmpty() ? e : new EngineSilent(complaint, e);
        }
    }

    private synchronized Optional<DialConnection> take() {
        Optional<DialConnection> taken = idle;
        idle = Optional.empty();
        return taken;
    }

    private void keep(DialConnection connection) {
        Optional<DialConnection> surplus;
        synchronized (this) {
            surplus = idle;
            idle = Optional.of(connection);
        }
        surplus.ifPresent(DialConnection::close);
    }

    @Override
    public void close() {
        take().ifPresent(DialConnection::close);
    }
}
