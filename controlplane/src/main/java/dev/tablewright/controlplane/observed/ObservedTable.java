package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;

/**
 * A table as it is.
 *
 * @param status ACTIVE, CREATING, UPDATING, DELETING, ...
 * @param indexesReady whether every global index is ACTIVE
 */
public record ObservedTable(
        TableAddress address, String arn, String status, boolean indexesReady, TableSpec spec) {
    /** Whether the table and its indexes take changes. */
    public boolean isReady() {
        return status.equals("ACTIVE") && indexesReady;
    }
}
