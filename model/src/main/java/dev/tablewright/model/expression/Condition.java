package dev.tablewright.model.expression;

import dev.tablewright.model.Item;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
}
