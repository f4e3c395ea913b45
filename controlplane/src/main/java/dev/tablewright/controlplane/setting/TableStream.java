package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * The stream of changes of a table.
 *
 * @param viewType what each record shows of the item; null when there is no stream
 */
public record TableStream(boolean enabled, @Nullable StreamViewType viewType) {
    static final TableStream OFF = new TableStream(false, null);
}
