package io.resctl.app;

import io.resctl.component.Component;
import io.resctl.handler.Handlers;
import io.resctl.host.Hosts;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the use cases work with: handed in, so that tests hand in others.
 *
 * @param components in the order in which changes are shown
 * @param secrets the value of a secret of the descriptor; empty where it cannot be had now
 * @param random for keys, passwords and run ids
 * @param by who runs this, as {@code user@machine}
 * @param pid of this process
 * @param state folder for run directories, {@code $XDG_STATE_HOME/resctl}
 */
public record Means(
        Hosts hosts,
        Handlers handlers,
        List<Component> components,
        Function<String, Optional<String>> secrets,
        InstantSource clock,
        SecureRandom random,
        String by,
        long pid,
        Path state) {}
