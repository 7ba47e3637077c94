package io.resctl.cli;

import io.resctl.app.ExitCode;
import io.resctl.exec.Stop;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C while a run is under way: once stops beginning actions, twice exits. A shutdown hook could not do this, since a shutdown cannot be called off and
 * hears no second signal. The JDK's own class for signals is reached by name, because the compiler warns of it whatever is suppressed.
 */
final class Interrupt {
    private Interrupt() {}

    static void stops(Stop stop, Console console) {
        stops(stop, console, "what is under way is finished, nothing more is begun");
    }

    /**
     * For a run that stops in a way of its own.
     *
     * @param what is done then, after {@code "Stopping: "}
     */
    static void stops(Stop stop, Console console, String what) {
        AtomicInteger times = new AtomicInteger();
        Runnable heard = () -> {
            if (times.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
            }
            stop.ask();
            console.err().println("Stopping: " + what + ". Ctrl-C again leaves at once.");
        };
        on("INT", heard);
        on("TERM", heard);
    }

    private static void on(String name, Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    heard.run();
                    yield "";
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> false;
                case "toString" -> "resctl's handler of " + name;
                default -> throw new UnsupportedOperationException(method.getName());
            };
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java platform has no signals", e);
        }
    }
}
