package io.resctl.remote.docker;

import io.resctl.remote.ssh.Duplex;
import java.io.IOException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.HttpClientConnection;

/** One dialled stream with HTTP on it. */
final class DialConnection {
    private final Duplex duplex;
    private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);

    DialConnection(Duplex duplex) throws IOException {
        this.duplex = duplex;
        http.bind(new DuplexSocket(duplex));
    }

    HttpClientConnection http() {
        return http;
    }

    String complaint() {
        return duplex.complaint();
    }

    /** Ends the stream at once, in whatever state HTTP is. */
    void close() {
        duplex.close();
    }
}
