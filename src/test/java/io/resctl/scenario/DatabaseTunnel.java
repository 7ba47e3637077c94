package io.resctl.scenario;

import io.resctl.testing.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way from this machine to an address as one of a lab's hosts reaches it: through that host's SSH, since from outside nothing of a database is open.
 */
final class DatabaseTunnel implements AutoCloseable {
    private final Process ssh;
    private final int port;

    private DatabaseTunnel(Process ssh, int port) {
        this.ssh = ssh;
        this.port = port;
    }

    static DatabaseTunnel through(LabSite site, String host, String address, int port) {
        Matcher login = Pattern.compile("\\b" + host + ": \\{ address: ([^,]+),.* user: ([^ }]+) }")
                .matcher(site.descriptorText());
        if (!login.find()) {
            throw new AssertionError("the lab's descriptor has no login of " + host);
        }
        int own = free();
        try {
            Process ssh = new ProcessBuilder(List.of(
                            "ssh",
                            "-F",
                            "none",
                            "-N",
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "UserKnownHostsFile=" + site.folder.resolve("known_hosts"),
                            "-i",
                            site.folder.resolve("id_ed25519").toString(),
                            "-L",
                            "127.0.0.1:" + own + ":" + address + ":" + port,
                            login.group(2) + "@" + login.group(1)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            DatabaseTunnel tunnel = new DatabaseTunnel(ssh, own);
            LabSite.await("ssh leads through " + host, Duration.ofSeconds(30), tunnel::open);
            return tunnel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connection connect(String user, String password) throws SQLException {
        return Connections.to("127.0.0.1", port, user, password);
    }

    private boolean open() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ssh.destroy();
    }
}
