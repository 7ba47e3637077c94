package io.resctl.view;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces apart. Colours come on after the widths were measured. */
final class Table {
    /** A cell and how it is painted. */
    record Cell(String text, java.util.function.UnaryOperator<String> paint) {
        static Cell plain(String text) {
            return new Cell(text, t -> t);
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();

    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    void row(String... cells) {
        List<Cell> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Cell.plain(cell));
        }
        rows.add(row);
    }

    List<String> lines(String indent) {
        List<Integer> widths = new ArrayList<>();
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).text().length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths, indent)).toList();
    }

    private static String line(List<Cell> row, List<Integer> widths, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            line.append(cell.paint().apply(cell.text()));
            boolean more = row.subList(i + 1, row.size()).stream()
                    .anyMatch(c -> !c.text().isEmpty());
            if (!more) {
                break;
            }
            line.append(" ".repeat(widths.get(i) - cell.text().length() + 2));
        }
        return line.toString();
    }
}
