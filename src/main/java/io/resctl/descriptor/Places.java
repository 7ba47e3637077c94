package io.resctl.descriptor;

import java.util.Optional;

/** Finds the place of something by its path, for checks that begin from the model. */
final class Places {
    private final Tree root;

    Places(Tree root) {
        this.root = root;
    }

    /** The place of the deepest part of the path that is written. */
    Place of(String... path) {
        Place place = new Place("", root.where());
        Tree tree = root;
        for (String step : path) {
            Optional<Tree.Field> next = step(tree, step);
            if (next.isEmpty()) {
                return place;
            }
            tree = next.get().value();
            place = new Place(
                    place.path().isEmpty() ? step : place.path() + "." + step,
                    tree instanceof Tree.Fields ? next.get().keyWhere() : tree.where());
        }
        return place;
    }

    private static Optional<Tree.Field> step(Tree tree, String step) {
        return switch (tree) {
            case Tree.Fields f -> Optional.ofNullable(f.fields().get(step));
            case Tree.Items list ->
                list.items().stream()
                        .skip(step.matches("\\d{1,6}") ? Integer.parseInt(step) : Integer.MAX_VALUE)
                        .findFirst()
                        .map(item -> new Tree.Field(item.where(), item));
            case Tree.Text _ -> Optional.empty();
        };
    }
}
