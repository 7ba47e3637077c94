package io.resctl.testing;

import io.resctl.app.Means;
import io.resctl.handler.KindHandlers;
import io.resctl.host.Hosts;
import io.resctl.host.Writer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Hosts of which each is played by something on this machine. */
public record LocalHosts(Function<String, Writer> players) implements Hosts {
    @Override
    public Writer reader(String host) {
        return players.apply(host);
    }

    @Override
    public Writer writer(String host) {
        return players.apply(host);
    }

    @Override
    public void close() {}

    /** With them, all that a use case needs; there is no component and no secret. */
    public Means means(InstantSource clock, Path state) {
        return new Means(
                this,
                new KindHandlers(),
                List.of(),
                name -> Optional.empty(),
                clock,
                new SecureRandom(),
                "anna@desk",
                ProcessHandle.current().pid(),
                state);
    }
}
