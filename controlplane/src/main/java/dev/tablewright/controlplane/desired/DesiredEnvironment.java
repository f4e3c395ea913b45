package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An environment that the values ask for: tables that are nobody else's.
 *
 * @param like what its tables are copies of, for instance {@code koa-dev/dynamo-tables}
 * @param principals users and roles that it is for
 * @param quota null when nothing is limited
 */
public record DesiredEnvironment(
        String name,
        String like,
        List<Principal> principals,
        List<TableAddress> tables,
        @Nullable DesiredQuota quota) {
    /** Copies the lists. */
    public DesiredEnvironment {
        principals = List.copyOf(principals);
        tables = List.copyOf(tables);
    }
}
