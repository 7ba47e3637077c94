package io.resctl.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reply;

/** Takes the diagnostic out of a reply. */
final class Refused {
    private Refused() {}

    static Diagnostic why(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Unreachable.class);
        return ((Reply.Unreachable) reply).why();
    }

    static String hint(Reply reply) {
        return why(reply).hint().orElseThrow();
    }
}
