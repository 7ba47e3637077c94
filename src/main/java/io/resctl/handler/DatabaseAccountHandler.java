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
        return DatabaseShell.asking(RIGHTS + Passwords.SHELL + """
                        if ! created; then
                            absent
                        else
                            attr password "$(hashes | head -n 1)"
                            attr grants "$(printf '%s\\n' "$found" | only_rights)"
                        fi
                        """, answer(account), account.data());
    }

    /**
     * What was valid before stays valid beside the new password: who still uses it has not been started anew. {@link SolePasswordHandler} ends it.
     */
    @Override
    public List<Step> make(String host, DatabaseAccount account, Known known) {
        String who = DatabaseShell.account(account.user(), account.fromHost());
        Content password = account.wants().get("password");
        String hash = password == null ? "" : password.fill(known).orElseThrow();
        String identified = " IDENTIFIED VIA mysql_native_password USING " + DatabaseShell.literal(hash);
        List<String> grants = new ArrayList<>();
        account.grants().forEach(grant -> grants.add("GRANT " + grant + " TO " + who));
        // What is more than wished goes first; then what is wished is given: a right that stays is never missing for
        // longer than that.
        Script script = variables(
                        Script.of(DatabaseShell.SQL + RIGHTS + Passwords.SHELL + """
                        make() { printf '%s%s' "$create" "$show" | sql --batch --raw --skip-column-names; }
                        if ! found=$(make); then
                        """ + DatabaseShell.WAIT_UP + """
                            found=$(make)
                        fi
                        before=
                        if [ -n "$hash" ]; then
                            before=$(hashes | grep '^\\*' | grep -vxF -- "$hash" | sed "s/.*/ OR mysql_native_password USING '&'/" | tr -d '\\n') || true
                        fi
                        more=$(printf '%s\\n' "$found" | only_rights | while IFS= read -r right; do
                            case "$nl$wished$nl" in *"$nl$right$nl"*) continue ;; esac
                            plain=${right% WITH GRANT OPTION}
                            printf 'REVOKE %s FROM %s;\\n' "$plain" "$who"
                            if [ "$plain" != "$right" ]; then printf 'REVOKE GRANT OPTION ON %s FROM %s;\\n' "${plain##* ON }" "$who"; fi
                        done)
                        printf '%s\\n%s%s ACCOUNT UNLOCK;\\n%s\\n%s' "$mode" "$alter" "$before" "$more" "$grants" | sql
                        """),
                        account)
                .with("nl", "\n")
                .with("who", who)
                .with("hash", hash)
                .with("mode", "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';")
                .with("wished", String.join("\n", account.grants()))
                .with("create", DatabaseShell.session(List.of("CREATE USER IF NOT EXISTS " + who + identified)))
                .with("alter", "ALTER USER " + who + identified)
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

    @Override
    public List<Glance> glances(DatabaseAccount account) {
        return List.of(answer(account));
    }

    private static Glance.Answer answer(DatabaseAccount account) {
        return new Glance.Answer(
                account.container(), DatabaseShell.session(List.of(showCreate(account), showGrants(account))));
    }

    private static Script variables(Script script, DatabaseAccount account) {
        return script.with("container", account.container())
                .with("data", account.data())
                .with("show", DatabaseShell.session(List.of(showCreate(account), showGrants(account))));
    }

    private static String showCreate(DatabaseAccount account) {
        return "SHOW CREATE USER " + DatabaseShell.account(account.user(), account.fromHost());
    }

    private static String showGrants(DatabaseAccount account) {
        return "SHOW GRANTS FOR " + DatabaseShell.account(account.user(), account.fromHost());
    }
}
