package io.resctl.runbook.replica;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Script;
import io.resctl.model.Names;
import io.resctl.runbook.Hands;
import io.resctl.runbook.Step;
import io.resctl.runbook.database.Tier;
import io.resctl.runbook.database.Told;
import io.resctl.sql.Client;
import io.resctl.sql.Gtid;
import io.resctl.sql.GtidList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server has and the primary never had is written down as SQL, before its data go: it exists nowhere else. */
final class SaveErrant implements Step<Tier> {
    static final String FILE = "errant";
    static final String SUMMARY = "errant changes";

    private static final Duration PATIENCE = Duration.ofHours(2);

    /**
     * One line of {@code $ranges} for each server whose transactions are errant: its domain, its id, and the last of them that the primary has too. Without
     * the positions that they had, since they are to be new transactions wherever they are applied. The file is there whole or not at all.
     */
    private static final Script SAVE = Script.of(Client.SHELL + """
            set -e
            umask 077
            base=$(printf 'SELECT @@log_bin_basename;' | sql --batch --skip-column-names)
            text() { # DOMAIN SERVER POSITION
                # shellcheck disable=SC2016
                docker exec -u mysql "$container" sh -c \\
                    'exec mariadb-binlog --verbose --do-domain-ids="$1" --do-server-ids="$2" ${3:+--start-position="$3"} "$0".[0-9]*[0-9]' "$base" "$1" "$2" "$3"
            }
            mkdir -p -m 0700 -- "$folder"
            trap 'rm -f -- "$file.part" "$file.raw" "$file.said"' EXIT
            : >"$file.part"
            printf '%s\\n' "$ranges" | while read -r domain server last; do
                from=
                if [ "$last" != 0 ]; then from="$domain-$server-$last"; fi
                # Its logs may begin later than that: then all that they have of this server is saved.
                if ! text "$domain" "$server" "$from" >"$file.raw" 2>"$file.said" </dev/null; then
                    if [ -z "$from" ] || ! text "$domain" "$server" '' >"$file.raw" 2>"$file.said" </dev/null; then
                        echo "its binary log cannot be read: $(tail -n 1 <"$file.said")" >&2
                        exit 1
                    fi
                fi
                sed -E '/^\\/\\*M!100001 SET @@session\\.(gtid_seq_no|gtid_domain_id|server_id)=/d' <"$file.raw" >>"$file.part"
                rm -f -- "$file.raw"
            done
            sync "$file.part"
            mv -fT -- "$file.part" "$file"
            echo "errant: $file"
            awk '
                /^### (INSERT INTO|UPDATE|DELETE FROM) / {
                    verb = $2; table = verb == "UPDATE" ? $3 : $4
                    gsub("`", "", table)
                    if (!((table " " verb) in count)) { order[++n] = table " " verb }
                    count[table " " verb]++
                }
                /^#[0-9].*[ \\t]GTID [0-9-]+ .*ddl/ { ddl++ }
                /^#[0-9].*[ \\t]GTID [0-9]/ { all++ }
                END {
                    printf "transactions: %d\\n", all
                    for (i = 1; i <= n; i++) { split(order[i], part, " "); printf "change: %s %d in %s\\n", part[2], count[order[i]], part[1] }
                    if (ddl) { printf "change: %d of tables or schemas themselves\\n", ddl }
                }' "$file"
            """);

    private final Names names;
    private final String host;
    private final GtidList errant;
    private final GtidList known;

    /**
     * For one server.
     *
     * @param errant what only it has, the last of each server
     * @param known what the primary has
     */
    SaveErrant(Names names, String host, GtidList errant, GtidList known) {
        this.names = names;
        this.host = host;
        this.errant = errant;
        this.known = known;
    }

    @Override
    public String id() {
        return "save";
    }

    @Override
    public String title() {
        return "save what only " + host + " has, up to " + errant;
    }

    @Override
    public String why() {
        return "the primary never had these transactions, and no other server has them: whether they belong into the site is for somebody who knows the data";
    }

    @Override
    public List<Diagnostic> ready(Tier tier) {
        return List.of();
    }

    @Override
    public boolean done(Tier tier) {
        return false;
    }

    @Override
    public List<String> orders(Tier tier) {
        return ranges().stream()
                .map(range -> {
                    String[] part = range.split(" ");
                    String from =
                            part[2].equals("0") ? "" : " --start-position=" + part[0] + "-" + part[1] + "-" + part[2];
                    return "mariadb-binlog --verbose --do-domain-ids=" + part[0] + " --do-server-ids=" + part[1] + from
                            + " BINARY-LOGS > " + names.errant() + "/TIME.sql";
                })
                .toList();
    }

    private List<String> ranges() {
        List<String> ranges = new ArrayList<>();
        for (Gtid gtid : errant.entries()) {
            long last = known.entries().stream()
                    .filter(k -> k.domain() == gtid.domain() && k.server() == gtid.server())
                    .mapToLong(Gtid::sequence)
                    .max()
                    .orElse(0);
            ranges.add(gtid.domain() + " " + gtid.server() + " " + last);
        }
        return ranges;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Diagnostic> act(Tier tier, Hands hands) {
        Script order = SAVE.with("container", names.container("db"))
                .with("folder", names.errant())
                .with("file", names.errant() + "/" + Care.stamp(hands.now()) + ".sql")
                .with("ranges", ranges());
        Told told = Told.shell(
                hands.writer(host), hands.locked(host, order), hands.deadline().atMost(PATIENCE));
        if (told instanceof Told.Not not) {
            return Optional.of(not.why());
        }
        Told.Done done = (Told.Done) told;
        List<String> changes = done.answer().all("change");
        String count = done.answer().text("transactions");
        String summary = count
                + (count.equals("1") ? " transaction" : " transactions")
                + (changes.isEmpty() ? "" : ": " + String.join(", ", changes));
        hands.note(FILE, done.answer().text("errant"));
        hands.note(SUMMARY, summary);
        hands.says("saved in " + done.answer().text("errant") + ": " + summary);
        return Optional.empty();
    }
}
