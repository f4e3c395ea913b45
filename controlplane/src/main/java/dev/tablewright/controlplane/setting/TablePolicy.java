package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

/**
 * The resource policy of a table.
 *
 * @param document JSON; null for none. In the values a statement without Resource is about the
 *     table and its indexes.
 * @param arn of a real table, whose policy it is; null in the values
 */
public record TablePolicy(@Nullable String document, @Nullable String arn) {
    static final TablePolicy NONE = new TablePolicy(null, null);
}
