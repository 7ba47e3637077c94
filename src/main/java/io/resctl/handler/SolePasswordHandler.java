package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.SolePassword;
import java.time.Duration;
import java.util.List;

/** Ends what was valid before. The account itself is made by its own handler. */
final class SolePasswordHandler implements Handler<SolePassword> {
    @Override
    public Script question(SolePassword password) {
        return DatabaseShell.asking(Passwords.SHELL + """
                        if ! created; then
                            absent
                        else
                            attr oldest "$(hashes | tail -n 1)"
                        fi
                        """, answer(password), password.data());
    }

    @Override
    public List<Glance> glances(SolePassword password) {
        return List.of(answer(password));
    }

    private static Glance.Answer answer(SolePassword password) {
        String ask = "SHOW CREATE USER " + DatabaseShell.account(password.user(), password.fromHost());
        return new Glance.Answer(password.container(), DatabaseShell.session(List.of(ask)));
    }

    @Override
    public List<Step> make(String host, SolePassword password, Known known) {
        String hash = password.wants().values().iterator().next().fill(known).orElseThrow();
        String alter = "ALTER USER " + DatabaseShell.account(password.user(), password.fromHost())
                + " IDENTIFIED VIA mysql_native_password USING " + DatabaseShell.literal(hash);
        Script script = Script.of(DatabaseShell.WAIT + "printf '%s' \"$statements\" | sql\n")
                .with("container", password.container())
                .with("statements", DatabaseShell.session(List.of(alter)));
        return List.of(new Step.Run(host, script, Duration.ofMinutes(2)));
    }

    /** Nothing: it ends with the account. */
    @Override
    public List<Step> remove(String host, SolePassword password, boolean data) {
        return List.of();
    }
}
