package dev.tablewright.model.expression;

import dev.tablewright.model.Item;

import java.util.Set;

/** A projection, parsed and with its names bound. */
public interface Projection {
    /** Returns what is left of {@code item}: the selected paths, with lists closed up. */
    Item apply(Item item);

    /** Returns the top-level attributes that the projection names. */
    Set<String> attributes();

    /**
     * Returns those of {@link #attributes} that a path of the projection leads into. Key attributes
     * are scalars, so DynamoDB refuses a request that has one of them here.
     */
    default Set<String> nestedAttributes() {
        return Set.of();
    }
}
