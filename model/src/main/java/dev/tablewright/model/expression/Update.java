package dev.tablewright.model.expression;

import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import java.util.Set;

/** An update, parsed and with its names and values bound. */
public interface Update {
    /**
     * Returns {@code before} with the update done. Every operand is read from {@code before}, never
     * from a result of the same update.
     *
     * @param before the stored item, or the key attributes alone where none is stored
     * @throws ValidationException if the update does not fit the item (a path that leads nowhere,
     *     an operand of the wrong type or missing, a number out of range)
     */
    Item apply(Item before);

    /** Returns the top-level attributes that the update names, as targets or as operands. */
    Set<String> attributes();

    /** Returns the top-level attributes that the update changes. */
    Set<String> targets();

    /**
     * Whether the update can only take something away. Where no item is stored, such an update does
     * nothing; any other creates the item, and so does one without any change.
     */
    default boolean onlyRemoves() {
        return false;
    }

    /** Whether this came as AttributeUpdates; some texts are other than those of expressions. */
    default boolean isLegacy() {
        return false;
    }

    /** Selects the changed paths of an item: UPDATED_OLD and UPDATED_NEW answer with this. */
    Projection changedPaths();

    /**
     * Returns those of {@link #attributes} that a path of the update leads into. Key attributes are
     * scalars, so DynamoDB refuses a request that has one of them here.
     */
    default Set<String> nestedAttributes() {
        return Set.of();
    }
}
