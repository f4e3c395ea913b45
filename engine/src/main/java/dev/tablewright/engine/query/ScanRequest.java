package dev.tablewright.engine.query;

import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;

/**
 * A Scan, decoded. Members are those of {@link QueryRequest}.
 *
 * @param segment from 0 up to and without {@code totalSegments}
 * @param totalSegments 1 to 1,000,000
 */
public record ScanRequest(
        TableRef table,
        @Nullable String index,
        @Nullable Condition filter,
        @Nullable Select select,
        @Nullable Projection projection,
        @Nullable Integer limit,
        @Nullable Item exclusiveStartKey,
        boolean consistent,
        int segment,
        int totalSegments) {}
