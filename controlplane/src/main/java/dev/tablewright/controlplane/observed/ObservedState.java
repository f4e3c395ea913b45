package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.TableAddress;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a plan needs to know about the target.
 *
 * @param tables those of the values that exist, and those that belong to the release by their tags
 * @param policies by name: those of the values that exist, and those of the release
 * @param roles by name: those of the values, and those of the release's policies
 * @param principals those of environments: of the values, and of the release's policies
 * @param tableCounts how many tables there are in each region, of whomever
 * @param unsearched regions where the release once had tables, but these credentials may not look,
 *     with what the target says
 * @param quotas of environments, by name; null if the target has none, or was not asked
 * @param policyRoom null if the target does not tell, or was not asked because nothing is missing
 */
public record ObservedState(
        Map<TableAddress, ObservedTable> tables,
        Map<String, ObservedPolicy> policies,
        Map<String, ObservedRole> roles,
        Map<Principal, ObservedPrincipal> principals,
        Map<String, Integer> tableCounts,
        @Nullable Map<String, DesiredQuota> quotas,
        Map<String, String> unsearched,
        @Nullable PolicyRoom policyRoom) {
    /** A state without environments. */
    public ObservedState(
            Map<TableAddress, ObservedTable> tables,
            Map<String, ObservedPolicy> policies,
            Map<String, ObservedRole> roles) {
        this(tables, policies, roles, Map.of(), Map.of(), null, Map.of(), null);
    }

    /** Copies the maps, in order. */
    public ObservedState {
        tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        policies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(policies));
        roles = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        principals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(principals));
        tableCounts = Map.copyOf(tableCounts);
        unsearched = java.util.Collections.unmodifiableMap(new TreeMap<>(unsearched));
        quotas = quotas == null ? null : Map.copyOf(quotas);
    }

    /** Returns this state without some of its tables. */
    public ObservedState without(Collection<TableAddress> some) {
        Map<TableAddress, ObservedTable> others = new LinkedHashMap<>(tables);
        others.keySet().removeAll(some);
        return new ObservedState(
                others, policies, roles, principals, tableCounts, quotas, unsearched, policyRoom);
    }

    /** Returns this state with other roles. */
    public ObservedState withRoles(Map<String, ObservedRole> others) {
        return new ObservedState(
                tables, policies, others, principals, tableCounts, quotas, unsearched, policyRoom);
    }
}
