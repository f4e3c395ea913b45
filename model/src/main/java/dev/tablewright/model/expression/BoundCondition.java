package dev.tablewright.model.expression;

import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** A condition over a criterion. */
record BoundCondition(Criterion criterion, Set<String> attributes, Set<String> nestedAttributes)
        implements Condition {
    @Override
    public boolean holdsFor(@Nullable Item item) {
        return criterion.fits(item == null ? Item.EMPTY : item);
    }
}
