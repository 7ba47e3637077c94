package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.sql.ServerState;
import java.util.Optional;

/** One database server as a look found it. */
public sealed interface Server {
    String host();

    /**
     * It answers.
     *
     * @param maxscale a MaxScale runs on its host
     * @param witness what it says of the server that it follows, where it was asked
     */
    record Up(String host, ServerState state, boolean maxscale, Optional<Witness> witness) implements Server {}

    /**
     * It does not answer.
     *
     * @param hostAnswers its host does, so what it does there can be ended
     */
    record Silent(String host, boolean hostAnswers, Diagnostic why) implements Server {}
}
