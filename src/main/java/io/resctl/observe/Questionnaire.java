package io.resctl.observe;

import io.resctl.host.Script;
import io.resctl.model.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Many questions as one script. Each runs in a subshell of its own between two marks, and what it says beside the marked lines goes nowhere. The nonce in
 * every mark keeps a login message, or a value that looks like a mark, from being taken for an answer.
 */
final class Questionnaire {
    static final String HOST = "host";

    private static final Script PRELUDE = Script.of(ShellFiles.read("prelude.sh"));
    private static final Script ENGINE = Script.of(ShellFiles.read("engine.sh"));
    private static final Script ABOUT_HOST = Script.of(ShellFiles.read("host.sh"));

    private final Names names;
    private final String nonce;

    Questionnaire(Names names, String nonce) {
        this.names = names;
        this.nonce = nonce;
    }

    /** About the host itself, and its secrets of these names. */
    Script aboutHost(List<String> madeSecrets) {
        return ABOUT_HOST
                .with("manifest", names.manifest())
                .with("lease", names.lease())
                .with("lock", names.lock())
                .with(
                        "secrets",
                        madeSecrets.stream()
                                .map(s -> s + " " + names.madeSecret(s))
                                .toList());
    }

    /**
     * One script of all; a question's section is called by its place in the list.
     *
     * @param head questions about the host itself
     * @param ahead what the questions need to have run before, in the shell of which theirs are subshells: see {@link io.resctl.handler.Handlers#ahead}
     */
    Script all(List<Script> head, List<Script> ahead, List<Script> questions) {
        boolean engine = questions.stream().map(Script::toString).anyMatch(Questionnaire::needsEngine);
        List<Script> parts = new ArrayList<>();
        parts.add(PRELUDE.with("nonce", nonce).with("site", names.site()));
        parts.add(engine ? ENGINE.with("many", questions.size() > 1 ? "yes" : "no") : Script.of("engine=unasked"));
        parts.addAll(ahead);
        parts.addAll(head);
        parts.addAll(questions);
        return Script.composed(parts, texts -> {
            StringBuilder script = new StringBuilder(texts.get(0)).append(texts.get(1));
            int asking = 2 + ahead.size();
            for (String text : texts.subList(2, asking)) {
                script.append("{\n").append(text).append("} 3>&1 >/dev/null 2>&1 </dev/null\n");
            }
            for (int i = asking; i < texts.size(); i++) {
                String section = i < asking + head.size() ? HOST : Integer.toString(i - asking - head.size());
                script.append("printf '%s begin %s\\n' \"$nonce\" ").append(section);
                script.append("\n(\n").append(texts.get(i)).append(") 3>&1 >/dev/null 2>&1 </dev/null\n");
                script.append("printf '%s end %s %s\\n' \"$nonce\" ")
                        .append(section)
                        .append(" \"$?\"\n");
            }
            return script.append("exit 0\n").toString();
        });
    }

    private static boolean needsEngine(String code) {
        return code.contains("container_row") || code.contains("image_present");
    }
}
