package dev.tablewright.engine.query;

import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;

/**
 * A Query, decoded.
 *
 * @param index null for the table itself
 * @param filter may not name key attributes
 * @param filterName what errors call the filter: {@code Filter Expression} or {@code QueryFilter}
 * @param select null for the default: ALL_ATTRIBUTES, on an index ALL_PROJECTED_ATTRIBUTES, with a
 *     projection SPECIFIC_ATTRIBUTES
 * @param limit most items to look at, at least 1; null for none
 * @param exclusiveStartKey key of the last item of the page before
 */
public record QueryRequest(
        TableRef table,
        @Nullable String index,
        KeyCondition key,
        @Nullable Condition filter,
        String filterName,
        @Nullable Select select,
        @Nullable Projection projection,
        boolean forward,
        @Nullable Integer limit,
        @Nullable Item exclusiveStartKey,
        boolean consistent) {
    /** A query whose filter, if any, is an expression. */
    public QueryRequest(
            TableRef table,
            @Nullable String index,
            KeyCondition key,
            @Nullable Condition filter,
            @Nullable Select select,
            @Nullable Projection projection,
            boolean forward,
            @Nullable Integer limit,
            @Nullable Item exclusiveStartKey,
            boolean consistent) {
        this(
                table,
                index,
                key,
                filter,
                "Filter Expression",
                select,
                projection,
                forward,
                limit,
                exclusiveStartKey,
                consistent);
    }
}
