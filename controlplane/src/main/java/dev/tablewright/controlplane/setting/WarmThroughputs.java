package dev.tablewright.controlplane.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a table and its global indexes can serve at once.
 *
 * @param indexes by name
 */
public record WarmThroughputs(WarmUnits table, Map<String, WarmUnits> indexes) {
    /** Keeps the order; leaves out indexes of which nothing is said. */
    public WarmThroughputs {
        Map<String, WarmUnits> warm = new LinkedHashMap<>(indexes);
        warm.values().removeIf(WarmUnits.NONE::equals);
        indexes = Collections.unmodifiableMap(warm);
    }

    WarmUnits index(String name) {
        return indexes.getOrDefault(name, WarmUnits.NONE);
    }
}
