package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.TableAddress;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a plan needs to know about the target.
 *
 * @param tables those of the values that exist, and those that belong to the release by their tags
 * @param policies by name: those of the values that exist, and those of the release
 * @param roles by name: those of the values, and those of the release's policies
 */
public record ObservedState(
        Map<TableAddress, ObservedTable> tables,
        Map<String, ObservedPolicy> policies,
        Map<String, ObservedRole> roles) {
    /** Copies the maps, in order. */
    public ObservedState {
        tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        policies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(policies));
        roles = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }
}
