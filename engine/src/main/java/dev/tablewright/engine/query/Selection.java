package dev.tablewright.engine.query;

import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Which of the items looked at are answered with, and with how much of each.
 *
 * @param filter null for all
 * @param projection null for everything that was read
 * @param fromTable whether each entry of a local index is completed from the table
 * @param countOnly whether items are counted and not returned
 */
record Selection(
        @Nullable Condition filter,
        @Nullable Projection projection,
        boolean fromTable,
        boolean countOnly) {
    private static final String INVALID = "One or more parameter values were invalid: ";

    /**
     * Plans what to read.
     *
     * @throws ValidationException if a global index does not hold what is asked for
     */
    static Selection of(
            ReadSource source,
            @Nullable Select select,
            @Nullable Projection projection,
            @Nullable Condition filter) {
        Select.requireFit(
                select, source.index() != null, projection == null ? null : "ProjectionExpression");
        boolean incomplete = isIncomplete(source, select, projection);
        if (incomplete && source.isGlobalIndex()) {
            throw notHeld(source, projection);
        }
        return new Selection(filter, projection, incomplete, select == Select.COUNT);
    }

    private static boolean isIncomplete(
            ReadSource source, @Nullable Select select, @Nullable Projection projection) {
        if (source.holdsAllAttributes()) {
            return false;
        }
        return projection == null
                ? select == Select.ALL_ATTRIBUTES
                : !source.missing(projection.attributes()).isEmpty();
    }

    private static ValidationException notHeld(ReadSource source, @Nullable Projection projection) {
        if (projection == null) {
            return new ValidationException(
                    INVALID
                            + "Select type ALL_ATTRIBUTES is not supported for global secondary"
                            + " index "
                            + source.indexName()
                            + " because its projection type is not ALL");
        }
        return new ValidationException(
                INVALID
                        + "Global secondary index "
                        + source.indexName()
                        + " does not project "
                        + source.missing(projection.attributes()));
    }

    /**
     * Requires that the filter of a query can be judged on index entries. DynamoDB does not
     * complete entries from the table for a filter, not even those of a local index.
     */
    void requireFilterHeld(ReadSource source) {
        Set<String> missing =
                filter == null ? Set.<String>of() : source.missing(filter.attributes());
        if (!missing.isEmpty()) {
            throw new ValidationException(
                    INVALID
                            + "Secondary index "
                            + source.indexName()
                            + " does not project one or more filter attributes: "
                            + missing);
        }
    }

    boolean accepts(Item item) {
        return filter == null || filter.holdsFor(item);
    }

    Item shape(Item item) {
        return projection == null ? item : projection.apply(item);
    }
}
