package dev.tablewright.model.expression;

import dev.tablewright.model.Item;
import java.util.Set;

/** A projection, parsed and with its names bound. */
public interface Projection {
    /** Returns what is left of {@code item}: the selected paths, with lists closed up. */
    Item apply(Item item);

    /** Returns the top-level attributes that the projection names. */
    Set<String> attributes();
}
