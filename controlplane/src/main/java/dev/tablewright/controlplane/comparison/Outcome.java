package dev.tablewright.controlplane.comparison;

/**
 * What a comparison came to.
 *
 * @param items of the first table
 * @param otherItems of the other
 * @param checksum over all items of the first table, in whatever order: the same for equal tables
 * @param otherChecksum likewise of the other
 */
public record Outcome(
        long items,
        long otherItems,
        long added,
        long changed,
        long removed,
        String checksum,
        String otherChecksum) {
    /** Whether both tables have the same items. */
    public boolean isSame() {
        return differences() == 0;
    }

    /** Returns how many keys differ. */
    public long differences() {
        return added + changed + removed;
    }
}
