package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Content;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Database accounts on the primary: exactly the wished rights. Only the hash of a password reaches the server, by standard input. */
final class DatabaseAccountHandler implements Handler<DatabaseAccount> {
    /** One line a right, without {@code GRANT}, without whom; that an account may log in is not a right worth telling. */
    private static final String RIGHTS = """
            only_rights() {
                sed -n 's/^GRANT \\(.*\\) TO [`'"'"'].*\\( WITH GRANT OPTION\\)$/\\1\\2/p; t; s/^GRANT \\(.*\\) TO [`'"'"'].*$/\\1/p' |
                    grep -vx 'USAGE ON \\*\\.\\*' | LC_ALL=C sort
            }
            """;

    @Override
    public Script question(DatabaseAccount account) {
        String ask =
                "SELECT CONCAT('hash ', JSON_VALUE(priv, '$.plugin'), ' ', COALESCE(JSON_VALUE(priv, '$.authentication_string'), ''))"
                        + " FROM mysql.global_priv WHERE user = " + DatabaseShell.literal(account.user())
                        + " AND host = "
                        + DatabaseShell.literal(account.fromHost());
        return variables(Script.of(RIGHTS + DatabaseShell.ASK + """
                        case $found in
                        'hash mysql_native_password '*) password=${found#hash mysql_native_password } ;;
                        hash*) password='(another way to log in)' ;;
                        *) absent; exit 0 ;;
                        esac
                        attr password "${password%%"$nl"*}"
                        attr grants "$(printf '%s\\n' "$found" | only_rights)"
                        """), account)
                .with("ask", DatabaseShell.session(List.of(ask, showGrants(account))));
    }

    @Override
    public List<Step> make(String host, DatabaseAccount account, Known known) {
        String who = DatabaseShell.account(account.user(), account.fromHost());
        Content password = account.wants().get("password");
        String hash = password == null ? "" : password.fill(known).orElseThrow();
        String identified = " IDENTIFIED VIA mysql_native_password USING " + DatabaseShell.literal(hash);
        List<String> statements = new ArrayList<>();
        statements.add("CREATE USER IF NOT EXISTS " + who + identified);
        statements.add("ALTER USER " + who + identified + " ACCOUNT UNLOCK");
        List<String> grants = new ArrayList<>();
        account.grants().forEach(grant -> grants.add("GRANT " + grant + " TO " + who));
        // What is more than wished goes first; then what is wished is given: a right that stays is never missing for
        // longer than that.
        Script script = variables(Script.of(DatabaseShell.SQL + RIGHTS + """
                        make() { printf '%s%s' "$statements" "$show" | sql --batch --raw --skip-column-names; }
                        if ! found=$(make); then
                        """ + DatabaseShell.WAIT_UP + """
                            found=$(make)
                        fi
                        more=$(printf '%s\\n' "$found" | only_rights | while IFS= read -r right; do
                            case "$nl$wished$nl" in *"$nl$right$nl"*) continue ;; esac
                            plain=${right% WITH GRANT OPTION}
                            printf 'REVOKE %s FROM %s;\\n' "$plain" "$who"
                            if [ "$plain" != "$right" ]; then printf 'REVOKE GRANT OPTION ON %s FROM %s;\\n' "${plain##* ON }" "$who"; fi
                        done)
                        printf '%s\\n%s\\n%s' "$mode" "$more" "$grants" | sql
                        """), account)
                .with("nl", "\n")
                .with("who", who)
                .with("mode", "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';")
                .with("wished", String.join("\n", account.grants()))
                .with("statements", DatabaseShell.session(statements))
                .with("grants", grants.isEmpty() ? "" : String.join(";\n", grants) + ";\n");
        return List.of(new Step.Run(host, script, Duration.ofMinutes(2)));
    }

    @Override
    public List<Step> remove(String host, DatabaseAccount account, boolean data) {
        String drop = "DROP USER IF EXISTS " + DatabaseShell.account(account.user(), account.fromHost());
        Script script = Script.of(DatabaseShell.OR_NOTHING + "printf '%s' \"$statements\" | sql\n")
                .with("container", account.container())
                .with("statements", DatabaseShell.session(List.of(drop)));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(2)));
    }

    private static Script variables(Script script, DatabaseAccount account) {
        return script.with("container", account.container())
                .with("data", account.data())
                .with("show", DatabaseShell.session(List.of(showGrants(account))));
    }

    private static String showGrants(DatabaseAccount account) {
        return "SHOW GRANTS FOR " + DatabaseShell.account(account.user(), account.fromHost());
    }
}
