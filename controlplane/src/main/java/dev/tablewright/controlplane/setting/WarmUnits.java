package dev.tablewright.controlplane.setting;

/**
 * What a table or an index can serve at once.
 *
 * @param read read units a second
 * @param write write units a second
 */
public record WarmUnits(long read, long write) {
    static final WarmUnits NONE = new WarmUnits(0, 0);

    boolean covers(WarmUnits wanted) {
        return read >= wanted.read && write >= wanted.write;
    }
}
