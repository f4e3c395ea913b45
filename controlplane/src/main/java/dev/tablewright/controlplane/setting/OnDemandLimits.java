package dev.tablewright.controlplane.setting;

import dev.tablewright.model.OnDemandLimit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Upper limits of an on-demand table and of its global indexes.
 *
 * @param table -1 for no limit
 * @param indexes by name; what is not in it has no limit
 */
public record OnDemandLimits(OnDemandLimit table, Map<String, OnDemandLimit> indexes) {
    static final OnDemandLimit UNLIMITED = new OnDemandLimit(-1, -1);
    static final OnDemandLimits NONE = new OnDemandLimits(UNLIMITED, Map.of());

    /** Keeps the order; leaves out indexes without a limit. */
    public OnDemandLimits {
        Map<String, OnDemandLimit> limited = new LinkedHashMap<>(indexes);
        limited.values().removeIf(UNLIMITED::equals);
        indexes = Collections.unmodifiableMap(limited);
    }

    OnDemandLimit index(String name) {
        return indexes.getOrDefault(name, UNLIMITED);
    }
}
