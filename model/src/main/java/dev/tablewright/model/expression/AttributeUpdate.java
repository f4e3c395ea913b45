package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import org.jspecify.annotations.Nullable;

/**
 * One entry of the legacy parameter AttributeUpdates.
 *
 * @param action PUT where none was sent
 * @param value null where none was sent
 */
public record AttributeUpdate(Action action, @Nullable AttributeValue value) {
    /** What is done. */
    public enum Action {
        /** Gives the attribute the value. */
        PUT,
        /** Adds to a number, a set or a list. */
        ADD,
        /** Removes the attribute, or elements of a set. */
        DELETE
    }
}
