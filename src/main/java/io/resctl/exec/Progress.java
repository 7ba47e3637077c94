package io.resctl.exec;

import io.resctl.diag.Diagnostic;
import io.resctl.journal.Event;
import io.resctl.plan.Action;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Where each action of a plan stands; the lanes ask it what comes next, and wait in it. */
final class Progress {
    private enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, String> lost = new TreeMap<>();
    private final Stop stop;
    private final InstantSource clock;
    private final Consumer<Event> events;

    Progress(List<Action> actions, Stop stop, InstantSource clock, Consumer<Event> events) {
        this.clock = clock;
        actions.forEach(a -> {
            this.actions.put(a.id(), a);
            states.put(a.id(), State.WAITING);
        });
        this.stop = stop;
        this.events = events;
    }

    Set<String> hosts() {
        Set<String> hosts = new TreeSet<>();
        actions.values().forEach(a -> hosts.add(a.host()));
        return hosts;
    }

    List<Action> actionsOf(String host) {
        return actions.values().stream().filter(a -> a.host().equals(host)).toList();
    }

    /** The next action of a host, once it may begin; empty when the host has none left that ever will. */
    synchronized Optional<Action> next(String host) {
        while (true) {
            boolean waiting = false;
            for (Action action : actionsOf(host)) {
                if (states.get(action.id()) == State.WAITING) {
                    Optional<String> never = never(action);
                    if (never.isPresent()) {
                        settle(action, State.FAILED, blocked(action, never.get()));
                    } else if (action.after().stream().allMatch(id -> states.get(id) == State.DONE)) {
                        states.put(action.id(), State.RUNNING);
                        return Optional.of(action);
                    } else {
                        waiting = true;
                    }
                }
            }
            if (!waiting) {
                return Optional.empty();
            }
            if (!states.containsValue(State.RUNNING) && !anyReady()) {
                throw new IllegalStateException("the plan's actions wait for each other in a circle");
            }
            try {
                // Also looks up now and then, for the user's wish to stop is told to nobody.
                wait(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private boolean anyReady() {
        return actions.values().stream()
                .anyMatch(a -> states.get(a.id()) == State.WAITING
                        && (never(a).isPresent() || a.after().stream().allMatch(id -> states.get(id) == State.DONE)));
    }

    private Optional<String> never(Action action) {
        if (stop.asked()) {
            return Optional.of("the run was stopped");
        }
        String gone = lost.get(action.host());
        if (gone != null) {
            return Optional.of(action.host() + " was lost: " + gone);
        }
        return action.after().stream()
                .filter(id -> states.get(id) == State.FAILED)
                .findFirst()
                .map(id -> "waits for " + id + ", which was not done");
    }

    private Event blocked(Action action, String why) {
        return stop.asked()
                ? new Event.ActionSkipped(clock.instant(), action.id(), why)
                : new Event.ActionBlocked(clock.instant(), action.id(), why);
    }

    synchronized void succeed(Action action, Event event) {
        settle(action, State.DONE, event);
    }

    /** As the event says: it succeeded, or it did not. */
    synchronized void settle(Action action, Event event) {
        settle(action, event instanceof Event.ActionSucceeded ? State.DONE : State.FAILED, event);
    }

    synchronized void fail(Action action, Event event) {
        settle(action, State.FAILED, event);
    }

    /** The action failed, and nothing more is tried on that host. */
    synchronized void lose(String host, Action action, Diagnostic why, Event event) {
        lost.putIfAbsent(host, why.summary());
        settle(action, State.FAILED, event);
    }

    private void settle(Action action, State state, Event event) {
        states.put(action.id(), state);
        events.accept(event);
        notifyAll();
    }
}
