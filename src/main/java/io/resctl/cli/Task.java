package io.resctl.cli;

import io.resctl.app.ExitCode;
import java.util.concurrent.Callable;

/** A command: reads its options, calls one use case of {@code io.resctl.app}, shows the result by a view. */
interface Task extends Callable<Integer> {
    ExitCode run();

    @Override
    default Integer call() {
        return run().number();
    }
}
