package io.resctl.view;

import io.resctl.diag.Diagnostic;
import io.resctl.model.Lease;
import io.resctl.plan.Action;
import io.resctl.plan.Change;
import io.resctl.plan.Change.Detail;
import io.resctl.plan.Plan;
import io.resctl.plan.Verb;
import io.resctl.resource.Container;
import io.resctl.resource.Content;
import io.resctl.resource.Owner;
import io.resctl.resource.Resource;
import io.resctl.resource.TextFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans as one meets them. */
final class Plans {
    static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    private Plans() {}

    static Plan of(List<Change> changes, List<Plan.Unreachable> unreachable, List<Diagnostic> notes) {
        List<Action> actions = changes.stream()
                .flatMap(c -> c.actions().stream().map(id -> action(c, id)))
                .toList();
        Lease lease = new Lease(1, "milan", "a1", NOW.minusSeconds(86_400), "anna@desk");
        return new Plan(
                Plan.FORMAT, "acme", NOW, "abc", true, Optional.of(lease), changes, actions, unreachable, notes);
    }

    static Plan first(int services) {
        List<Change> changes = IntStream.rangeClosed(1, services)
                .mapToObj(n -> change("service", "web-" + n, Verb.CREATE, "services.web.replicas", "a" + (n % 3 + 1)))
                .toList();
        Plan plan = of(changes, List.of(), List.of());
        return new Plan(
                Plan.FORMAT, "acme", NOW, "abc", true, Optional.empty(), changes, plan.actions(), List.of(), List.of());
    }

    static Plan oneMoreReplica() {
        String config = "file:/etc/resctl/acme/gateway/haproxy.cfg";
        List<String> diff = List.of(
                "--- found",
                "+++ wanted",
                "@@ -41,3 +41,4 @@",
                " backend web",
                "   server web-1 10.90.4.7:20001 check",
                "   server web-2 10.90.9.1:20002 check",
                "+  server web-3 10.90.8.8:20003 check");
        Change gateway = new Change(
                "gateway",
                "haproxy",
                Verb.CHANGE,
                List.of("a1", "a2"),
                "services.web.replicas",
                List.of(
                        new Detail("a1", config, "content", "(text)", "(text)", diff),
                        new Detail("a2", config, "content", "(text)", "(text)", diff),
                        new Detail("a2", config, "mode", "0666", "0644", List.of())),
                List.of("a1/" + config, "a2/" + config));
        return of(
                List.of(change("service", "web-3", Verb.CREATE, "services.web.replicas", "a3"), gateway),
                List.of(),
                List.of());
    }

    static Change change(String component, String subject, Verb verb, String because, String... hosts) {
        List<Detail> details = java.util.Arrays.stream(hosts)
                .map(h -> new Detail(
                        h,
                        "container:" + subject,
                        "definition",
                        verb == Verb.CREATE ? "" : "8c1f",
                        verb == Verb.DELETE ? "" : "(known after apply)",
                        List.of()))
                .toList();
        List<String> actions = java.util.Arrays.stream(hosts)
                .map(h -> h + "/container:" + subject)
                .toList();
        return new Change(component, subject, verb, List.of(hosts), because, details, actions);
    }

    private static Action action(Change change, String id) {
        String host = id.substring(0, id.indexOf('/'));
        return new Action(
                id,
                host,
                change.verb(),
                resource(id.substring(host.length() + 1)),
                "",
                List.of(),
                change.component(),
                change.subject(),
                change.because());
    }

    private static Resource resource(String ref) {
        String name = ref.substring(ref.indexOf(':') + 1);
        return ref.startsWith("file:")
                ? new TextFile(name, Content.text(""), "0644", Owner.ROOT)
                : new Container(name, "p", "/f", "s", "d", "u", List.of());
    }
}
