package io.resctl.remote.ssh;

import io.resctl.host.Engine;

/** Makes the {@link Engine} of a host from the way to it. */
public interface EngineFactory {
    Engine over(String host, Dialer dialer);
}
