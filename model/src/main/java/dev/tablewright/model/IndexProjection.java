package dev.tablewright.model;

import java.util.List;

/**
 * Which attributes an index carries besides the keys of the index and of the table.
 *
 * @param nonKeyAttributes for INCLUDE 1 to 20 names; otherwise empty
 */
public record IndexProjection(Type type, List<String> nonKeyAttributes) {
    /** Copies the list. */
    public IndexProjection {
        nonKeyAttributes = List.copyOf(nonKeyAttributes);
    }

    /** What is projected. */
    public enum Type {
        /** Every attribute. */
        ALL,
        /** Keys only. */
        KEYS_ONLY,
        /** Keys and the named attributes. */
        INCLUDE
    }
}
