package io.resctl.diag;

/**
 * A place in a file that the user wrote.
 *
 * @param file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 */
public record Where(String file, int line, int column) implements Comparable<Where> {
    @Override
    public int compareTo(Where other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
