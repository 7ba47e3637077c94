package io.resctl.runbook.database;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Lease;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The lease names the next primary: with it on one host the move is decided, since guards take over the highest. */
final class WriteLease implements Step<Tier> {
    static final String ID = "lease";

    /** How the complaint of {@link #NO_LATER} begins. */
    static final String LATER = "a lease of epoch ";

    /** Shell text that ends an order where a later lease than {@code $epoch} lies at {@code $path}: a later decision stays. Sets {@code $have}. */
    static final String NO_LATER = """
            have=$(sed -n 's/^ *"epoch": *\\([0-9][0-9]*\\).*/\\1/p' "$path" 2>/dev/null || true)
            if [ "${have:-0}" -gt "$epoch" ]; then
                echo \"""" + LATER + """
            $have lies here already, later than $epoch: somebody else moved the site" >&2
                exit 3
            fi
            """;

    private static final Duration ONE = Duration.ofSeconds(8);

    private static final Duration SQL = Duration.ofSeconds(4);

    /** Whole or not at all, also over a power cut; the guard is woken. */
    private static final Script WRITE = Script.of(NO_LATER + """
            folder=${path%/*}
            if [ "${have:-0}" -eq "$epoch" ] && [ "$(cat -- "$path")" != "$text" ]; then
                echo "another lease of epoch $epoch lies here already: somebody else moved the site" >&2
                exit 3
            fi
            printf '%s\\n' "$text" >"$folder/.lease.json.move"
            chmod 0644 "$folder/.lease.json.move"
            sync "$folder/.lease.json.move"
            mv -fT "$folder/.lease.json.move" "$path"
            if [ -p "$poke" ]; then echo ask 1<>"$poke" >"$poke"; fi
            printf '%s\\n' "$audit" >>"$log" 2>/dev/null || true
            """);

    private static final Script NOTHING = Script.of(":");

    private final Move move;
    private final boolean formerIsClosed;

    /**
     * For a move.
     *
     * @param formerIsClosed the former primary was closed before, and must still be
     */
    WriteLease(Move move, boolean formerIsClosed) {
        this.move = move;
        this.formerIsClosed = formerIsClosed;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "write the lease of epoch " + move.after().epoch() + ": the primary is " + move.next();
    }

    @Override
    public String why() {
        return "the guard of " + move.former()
                + " then never opens it again, also after a power cut; from here on there is no way back";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        List<Diagnostic> reasons = new ArrayList<>(tier.findings());
        if (move.file(move.after()).isEmpty() && reasons.isEmpty()) {
            reasons.add(Diagnostic.error(
                    "lease.no-key",
                    "no host that answers has the site's signing key, so no lease can be written",
                    "see that one of " + String.join(", ", tier.servers().keySet()) + " answers"));
        }
        return reasons;
    }

    @Override
    public boolean done(Tier tier) {
        return tier.lease().map(l -> l.equals(move.after())).orElse(false);
    }

    @Override
    public List<String> orders(Tier tier) {
        return List.of(
                "on " + String.join(", ", tier.reached()) + ": " + move.names().lease(),
                "    epoch " + move.after().epoch() + ", live " + move.after().live() + ", primary " + move.next()
                        + ", signed");
    }

    @Override
    public Duration patience() {
        return ONE.plus(ONE).plus(Others.PATIENCE);
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        return changed(tier, hands).or(() -> write(move.after(), move.next(), tier, hands, true));
    }

    /**
     * Whoever runs this may have slept behind any step: then another run took the lock, and may have opened the former primary again. All are asked before any
     * is told, since one that has the lease decides the move. Who does not answer keeps what may be done there from being done; only the former primary of a
     * planned move has to.
     */
    private Optional<Diagnostic> changed(Tier tier, Hands hands) {
        List<String> hosts = tier.servers().keySet().stream()
                .filter(h -> tier.reached().contains(h) && !(formerIsClosed && h.equals(move.former())))
                .toList();
        Others others = Others.tell(hosts, host -> Told.shell(hands.writer(host), hands.locked(host, NOTHING), ONE));
        Optional<Told> former = formerIsClosed ? Optional.of(stands(hands)) : Optional.empty();
        Map<String, Told> told = others.heard();
        former.ifPresent(says -> told.put(move.former(), says));
        return told.values().stream()
                .filter(Told::lockLost)
                .flatMap(t -> t instanceof Told.Not not ? Stream.of(not.why()) : Stream.empty())
                .findFirst()
                .or(() -> former.flatMap(this::open));
    }

    private Told stands(Hands hands) {
        Script ask = move.standing().run(List.of(Statement.of("SELECT @@global.read_only AS read_only")), SQL);
        return Told.shell(hands.writer(move.former()), hands.locked(move.former(), ask), SQL.plusSeconds(2));
    }

    private Optional<Diagnostic> open(Told former) {
        if (former instanceof Told.Done done && done.answer().on("read_only")) {
            return Optional.empty();
        }
        String why = former instanceof Told.Not not
                ? move.former() + " does not say any more that it is closed: "
                        + not.why().summary()
                : "somebody opened " + move.former() + " again, so " + move.next() + " may lack what was written since";
        return Optional.of(Diagnostic.error(
                "switchover.reopened",
                why + "; the lease was not written",
                "see who did: `resctl status`; then run it again"));
    }

    /** Only where it may have been written: if nobody has it, nothing happened. */
    @Override
    public Optional<Diagnostic> undo(Tier tier, Hands hands) {
        return hands.noted("lease").isEmpty()
                ? Optional.empty()
                : write(move.back(), move.former(), tier, hands, false);
    }

    /**
     * All at once; the one that it is about must have it, the others have it soon.
     *
     * @param locked only under the site's lock; what takes a lease back is written all the same, since with a lost lock too somebody must have the right, and
     *     a later decision stays
     */
    private Optional<Diagnostic> write(Lease lease, String first, Tier tier, Hands hands, boolean locked) {
        Optional<String> file = move.file(lease);
        if (file.isEmpty()) {
            return Optional.of(ready(tier).getFirst());
        }
        Script script = script(lease, file.get());
        Function<String, Told> order =
                host -> Told.shell(hands.writer(host), locked ? hands.locked(host, script) : script, ONE);
        List<String> hosts =
                tier.reached().stream().filter(h -> !h.equals(first)).toList();
        Others others = Others.tell(hosts, order);
        Told own = order.apply(first);
        Map<String, Told> now = others.heard();
        now.put(first, own);
        now.forEach((host, one) -> {
            if (one instanceof Told.Not not) {
                hands.says("not on " + host + " yet: " + not.why().summary());
            }
        });
        boolean somewhere =
                now.values().stream().anyMatch(t -> t instanceof Told.Done || unsure(t)) || now.size() <= hosts.size();
        if (somewhere) {
            hands.note("lease", Long.toString(lease.epoch()));
        }
        return own instanceof Told.Not not ? Optional.of(not.why()) : Optional.empty();
    }

    private static boolean unsure(Told told) {
        return told instanceof Told.Not not && not.said().isEmpty();
    }

    private Script script(Lease lease, String text) {
        String audit = lease.since() + " " + lease.by() + " lease of epoch " + lease.epoch() + ": the primary is "
                + lease.primary() + " in " + lease.live() + " done";
        return WRITE.with("path", move.names().lease())
                .with("epoch", Long.toString(lease.epoch()))
                .with("text", text.stripTrailing())
                .with("poke", "/run/resctl-" + move.site().name() + "/poke")
                .with("log", move.names().audit())
                .with("audit", audit);
    }
}
