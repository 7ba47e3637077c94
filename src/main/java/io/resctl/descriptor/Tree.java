package io.resctl.descriptor;

import io.resctl.diag.Where;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the YAML says, before any of it has a meaning. Scalars stay as they were written: {@code off} is three letters. */
sealed interface Tree {
    Where where();

    /**
     * A scalar.
     *
     * @param plain written without quotes
     * @param tag an explicit tag, such as {@code !secret}
     */
    record Text(String value, boolean plain, Optional<String> tag, Where where) implements Tree {
        /** Nothing at all was written, as in {@code key:}. */
        boolean nothing() {
            return plain && value.isEmpty() && tag.isEmpty();
        }
    }

    record Items(List<Tree> items, Where where) implements Tree {}

    /** A mapping, in the order of the file. */
    record Fields(Map<String, Field> fields, Where where) implements Tree {}

    record Field(Where keyWhere, Tree value) {}
}
