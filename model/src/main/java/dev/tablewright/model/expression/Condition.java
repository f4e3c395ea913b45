package dev.tablewright.model.expression;

import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** A condition or filter, parsed and with its names and values bound. */
public interface Condition {
    /** The condition of a request that has none. */
    Condition ALWAYS =
            new Condition() {
                @Override
                public boolean holdsFor(@Nullable Item item) {
                    return true;
                }

                @Override
                public Set<String> attributes() {
                    return Set.of();
                }
            };

    /** Whether the condition holds for {@code item}; null stands for a missing item. */
    boolean holdsFor(@Nullable Item item);

    /** Returns the top-level attributes that the condition names. */
    Set<String> attributes();

    /**
     * Returns those of {@link #attributes} that a path of the condition leads into. Key attributes
     * are scalars, so DynamoDB refuses a request that has one of them here.
     */
    default Set<String> nestedAttributes() {
        return Set.of();
    }
}
