package io.resctl.testing;

import io.resctl.host.Engine;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** This machine's shell in a host's place, where what scripts name, such as its folders, is called otherwise. */
public class RelocatedShell implements Writer {
    private final LocalShell shell;
    private final UnaryOperator<String> renaming;

    /**
     * For one host.
     *
     * @param folder where scripts stand
     * @param renaming from a script's text as a host would get it
     */
    public RelocatedShell(String host, Path folder, UnaryOperator<String> renaming) {
        this.shell = new LocalShell(host, folder);
        this.renaming = renaming;
    }

    @Override
    public String host() {
        return shell.host();
    }

    @Override
    public Reply ask(Script question, Duration timeout) {
        return tell(question, timeout, line -> {});
    }

    @Override
    public Reply tell(Script order, Duration timeout, Consumer<String> progress) {
        return shell.tell(
                Script.composed(List.of(order), texts -> renaming.apply(texts.getFirst())), timeout, progress);
    }

    @Override
    public Engine engine() {
        return shell.engine();
    }
}
