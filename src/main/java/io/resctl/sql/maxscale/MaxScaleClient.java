package io.resctl.sql.maxscale;

import io.resctl.diag.Diagnostic;
import io.resctl.host.Reader;
import io.resctl.host.Reply;
import io.resctl.host.Script;
import io.resctl.host.Writer;
import io.resctl.json.Json;
import io.resctl.model.Host;
import io.resctl.model.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One MaxScale, over its REST API. That listens on the host's VPN address only, so the host itself asks; curl there takes the login from a file of root's.
 *
 * @param host for messages
 * @param address {@code ADDRESS:PORT}
 * @param login path of curl's file on the host
 */
public record MaxScaleClient(String host, String address, String login) {
    private static final Duration LOOK = Duration.ofSeconds(20);

    /** Each answer is followed by a line with its status. */
    private static final String REST = """
            rest() {
                curl --config "$login" --silent --show-error --noproxy '*' --connect-timeout 3 --max-time 10 --request "$1" \\
                    --header 'Content-Type: application/json' --write-out '\\n%{http_code}\\n' "http://$address/v1/$2"
            }
            """;

    private static final Script STATE =
            Script.of(REST + "rest GET maxscale && rest GET \"monitors/$monitor\" && rest GET servers\n");

    /** In one round trip, so that a lost connection of the operator's loses nothing but the answer. */
    private static final Script SWITCHOVER = Script.of(REST + """
            said=$(rest POST "maxscale/modules/mariadbmon/async-switchover?$monitor&$server") || exit 1
            case ${said##*"$nl"} in
            2*) ;;
            *) printf '%s\\n' "$said"; exit 0 ;;
            esac
            until=$(($(date +%s) + patience))
            while said=$(rest GET "maxscale/modules/mariadbmon/fetch-cmd-result?$monitor") || [ "$(date +%s)" -lt "$until" ]; do
                case $said in
                *'is still pending'*|*'is still running'*|'') ;;
                *) printf '%s\\n' "$said"; exit 0 ;;
                esac
                if [ "$(date +%s)" -ge "$until" ]; then break; fi
                echo 'progress: MaxScale is at it' >&2
                sleep 0.2
            done
            echo 'it was ordered, and did not come to an end in time' >&2
            exit 3
            """);

    public static MaxScaleClient of(Host host, Names names) {
        return new MaxScaleClient(host.name(), host.vpn() + ":" + Names.MAXSCALE_ADMIN_PORT, names.maxscaleLogin());
    }

    /** How it and its servers stand. */
    public Heard<MaxScaleState> state(Reader reader) {
        return switch (heard(reader.ask(variables(STATE), LOOK))) {
            case Heard.Said<List<Answer>> said -> read(said.value());
            case Heard.Refused<List<Answer>> no -> new Heard.Refused<>(no.reasons());
            case Heard.Silent<List<Answer>> no -> new Heard.Silent<>(no.why());
        };
    }

    /**
     * Has its monitor make another server of its zone the primary, and waits until that is done or undone.
     *
     * @param server the next primary, by its name in the descriptor
     * @return what it said at the end; refused: nothing was changed, or all of it was undone
     */
    public Heard<String> switchover(Writer writer, String server, Duration patience, Consumer<String> progress) {
        Script order = variables(SWITCHOVER)
                .with("server", server)
                .with("nl", "\n")
                .with("patience", Long.toString(patience.toSeconds()));
        return switch (heard(writer.tell(order, patience.plusSeconds(30), progress))) {
            case Heard.Said<List<Answer>> said -> result(said.value().getLast().body());
            case Heard.Refused<List<Answer>> no -> new Heard.Refused<>(no.reasons());
            case Heard.Silent<List<Answer>> no -> new Heard.Silent<>(no.why());
        };
    }

    private Script variables(Script script) {
        return script.with("address", address).with("login", login).with("monitor", Names.MAXSCALE_MONITOR);
    }

    private record Answer(int status, String body) {}

    private Heard<List<Answer>> heard(Reply reply) {
        return switch (reply) {
            case Reply.Unreachable no -> new Heard.Silent<>(no.why());
            case Reply.TimedOut late ->
                new Heard.Silent<>(
                        silent("did not answer within " + late.after().toSeconds() + " s"));
            case Reply.Answer told
            when !told.ok() ->
                new Heard.Silent<>(silent("does not answer: "
                        + told.err()
                                .lines()
                                .filter(l -> !l.startsWith("progress: "))
                                .reduce("", (a, b) -> b)));
            case Reply.Answer told -> judged(answers(told.out()));
        };
    }

    private Heard<List<Answer>> judged(List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer.status() / 100 != 2) {
                return new Heard.Refused<>(reasons(answer));
            }
        }
        return answers.isEmpty() ? new Heard.Silent<>(silent("said nothing")) : new Heard.Said<>(answers);
    }

    private static List<Answer> answers(String out) {
        List<Answer> answers = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (String line : out.split("\n")) {
            if (line.matches("\\d{3}")) {
                answers.add(new Answer(Integer.parseInt(line), body.toString()));
                body.setLength(0);
            } else {
                body.append(line).append('\n');
            }
        }
        return answers;
    }

    private Heard<MaxScaleState> read(List<Answer> answers) {
        try {
            return new Heard.Said<>(
                    Wire.state(answers.stream().map(Answer::body).toList()));
        } catch (Json.NotOurs | NullPointerException | IndexOutOfBoundsException e) {
            return new Heard.Silent<>(silent("answers in a form that this resctl does not know"));
        }
    }

    private Heard<String> result(String body) {
        try {
            Wire.Body said = Json.read(body, Wire.Body.class);
            String sentence = said.sentence().orElse("");
            return sentence.contains("success")
                    ? new Heard.Said<>(sentence)
                    : new Heard.Refused<>(sentence.isEmpty() ? said.reasons() : List.of(sentence));
        } catch (Json.NotOurs e) {
            return new Heard.Silent<>(silent("answers in a form that this resctl does not know"));
        }
    }

    private static List<String> reasons(Answer answer) {
        try {
            List<String> reasons = Json.read(answer.body(), Wire.Body.class).reasons();
            return reasons.isEmpty() ? List.of("status " + answer.status()) : reasons;
        } catch (Json.NotOurs e) {
            return List.of("status " + answer.status());
        }
    }

    private Diagnostic silent(String what) {
        return Diagnostic.error(
                "maxscale.silent",
                "MaxScale on " + host + " (" + address + ") " + what,
                "see there: journalctl -u 'resctl-*@maxscale.service', and `docker logs` of its container");
    }
}
