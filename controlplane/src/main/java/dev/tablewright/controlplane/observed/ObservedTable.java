package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;

/**
 * A table as it is.
 *
 * @param status ACTIVE, CREATING, UPDATING, DELETING, ...
 * @param indexesReady whether every global index and every vector index is ACTIVE
 * @param moves when its capacity was changed before
 */
public record ObservedTable(
        TableAddress address,
        String arn,
        String status,
        boolean indexesReady,
        TableSpec spec,
        CapacityMoves moves) {
    /** A table whose capacity was never changed. */
    public ObservedTable(
            TableAddress address, String arn, String status, boolean indexesReady, TableSpec spec) {
        this(address, arn, status, indexesReady, spec, CapacityMoves.UNKNOWN);
    }

    /** Whether the table and its indexes take changes. */
    public boolean isReady() {
        return status.equals("ACTIVE") && indexesReady;
    }
}
