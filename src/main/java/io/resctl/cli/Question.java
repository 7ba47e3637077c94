package io.resctl.cli;

import java.io.IOException;
import java.util.Optional;

/** Asks a person. Never called where nobody could answer. */
final class Question {
    private Question() {}

    /** Shows the text and reads a line; empty where the person ended the input. */
    static Optional<String> ask(Console console, String text) {
        console.err().print(text + " ");
        console.err().flush();
        try {
            return Optional.ofNullable(console.in().readLine()).map(String::strip);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
