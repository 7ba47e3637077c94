package io.resctl.descriptor;

import io.resctl.diag.Where;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** From the bytes of a file to text that YAML can be: refuses what is too big, not UTF-8, or holds control characters. */
final class SourceText {
    /** A generous hundred times the largest site we can think of; larger files are a mistake or an attack. */
    static final int LIMIT = 1024 * 1024;

    private SourceText() {}

    static Optional<String> decode(String file, byte[] bytes, Findings findings) {
        Place start = new Place("", new Where(file, 1, 1));
        if (bytes.length > LIMIT) {
            findings.error(
                    start,
                    "file.size",
                    "the file has " + bytes.length + " bytes; a descriptor has at most " + LIMIT,
                    "check that this is the right file");
            return Optional.empty();
        }
        if (utf16(bytes)) {
            findings.error(start, "file.encoding", "the file is UTF-16", "save it as UTF-8, which every editor offers");
            return Optional.empty();
        }
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            findings.error(
                    new Place("", end(file, text)),
                    "file.encoding",
                    "byte %d (0x%02X) is not UTF-8".formatted(in.position(), bytes[in.position()] & 0xFF),
                    "save the file as UTF-8; in Latin-1 files it is often a letter with an accent");
            return Optional.empty();
        }
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return printable(file, withoutMark, findings) ? Optional.of(withoutMark) : Optional.empty();
    }

    /** With its mark at the start, or with every other byte of the first letters zero. */
    private static boolean utf16(byte[] b) {
        if (b.length < 4) {
            return false;
        }
        boolean marked = (b[0] == (byte) 0xFE && b[1] == (byte) 0xFF) || (b[0] == (byte) 0xFF && b[1] == (byte) 0xFE);
        boolean bigEndian = b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0;
        boolean littleEndian = b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0;
        return marked || bigEndian || littleEndian;
    }

    private static boolean printable(String file, String text, Findings findings) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                findings.error(
                        new Place("", end(file, text.substring(0, i))),
                        "file.control",
                        "the control character " + Characters.name(c) + " stands here",
                        "remove it; inside double quotes YAML writes it as an escape");
                return false;
            }
        }
        return true;
    }

    /** The place just behind a text. */
    private static Where end(String file, String text) {
        String[] lines = Lines.split(text);
        String last = lines[lines.length - 1];
        return new Where(file, lines.length, last.codePointCount(0, last.length()) + 1);
    }
}
