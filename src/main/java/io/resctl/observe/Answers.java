package io.resctl.observe;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link Questionnaire} printed. Whatever does not carry the nonce is passed over. */
final class Answers {
    private final Map<String, Section> sections = new HashMap<>();
    private @Nullable Section open;
    /** What is in all files, one after the other. */
    private byte[] all = {};

    private static final Pattern PART = Pattern.compile("(\\d{1,9}) (\\d{1,9})");

    private Answers() {}

    static Answers parse(String nonce, String out) {
        Answers answers = new Answers();
        for (String line : out.split("\n", -1)) {
            if (line.startsWith(nonce + " ")) {
                answers.take(line.substring(nonce.length() + 1));
            }
        }
        return answers;
    }

    /** Empty and incomplete where it was never reached. */
    Section section(String name) {
        return sections.getOrDefault(name, new Section());
    }

    private void take(String line) {
        if (line.startsWith("begin ")) {
            open = new Section();
            sections.put(line.substring("begin ".length()), open);
        } else if (line.startsWith("all64\t")) {
            all = decode(line.substring("all64\t".length()));
        } else if (open != null) {
            inside(open, line);
        }
    }

    private void inside(Section section, String line) {
        String[] fields = line.split("\t", 3);
        switch (fields[0]) {
            case "attr" -> {
                if (fields.length == 3) {
                    section.attribute(fields[1], fields[2]);
                }
            }
            case "attr64" -> {
                if (fields.length == 3) {
                    section.attribute(fields[1], text(decode(fields[2])));
                }
            }
            case "attrpart" -> {
                if (fields.length == 3) {
                    part(section, fields[1], fields[2]);
                }
            }
            case "fact" -> {
                if (fields.length == 3) {
                    section.fact(fields[1], fields[2]);
                }
            }
            case "absent" -> section.absent();
            case "unknown" -> section.unknown(fields.length > 1 ? fields[1] : "no reason was given");
            default -> end(section, line);
        }
    }

    private void end(Section section, String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].equals("end") && words[2].matches("\\d{1,3}")) {
            section.ended(Integer.parseInt(words[2]));
            open = null;
        }
    }

    /** {@code OFFSET SIZE}, in bytes. */
    private void part(Section section, String name, String where) {
        Matcher numbers = PART.matcher(where);
        if (!numbers.matches()) {
            return;
        }
        int offset = Integer.parseInt(numbers.group(1));
        int size = Integer.parseInt(numbers.group(2));
        if (offset + size <= all.length) {
            section.attribute(name, new String(all, offset, size, StandardCharsets.UTF_8));
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
