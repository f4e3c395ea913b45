package dev.tablewright.controlplane.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The replicas of a table in other regions.
 *
 * @param regions what each replica has otherwise, by its region
 * @param foreign regions of those that somebody else made; nothing in values
 */
public record Replicas(Map<String, Replica> regions, Set<String> foreign) {
    /** None. */
    public static final Replicas NONE = new Replicas(Map.of(), Set.of());

    /** Keeps the order of regions. */
    public Replicas {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
        foreign = Collections.unmodifiableSet(new TreeSet<>(foreign));
    }

    /** Whether these are the wanted ones; those of others do not count. */
    boolean satisfy(Replicas wanted) {
        for (var replica : wanted.regions.entrySet()) {
            Replica is = regions.get(replica.getKey());
            if (is == null || !is.has(replica.getValue())) {
                return false;
            }
        }
        return goneFor(wanted).isEmpty();
    }

    /** Regions that ours are in and the wanted ones are not. */
    List<String> goneFor(Replicas wanted) {
        return regions.keySet().stream()
                .filter(region -> !wanted.regions.containsKey(region))
                .filter(region -> !foreign.contains(region) && !wanted.foreign.contains(region))
                .toList();
    }

    Replicas with(String region, Replica replica) {
        Map<String, Replica> more = new LinkedHashMap<>(regions);
        more.put(region, replica);
        return new Replicas(more, foreign);
    }

    Replicas without(String region) {
        Map<String, Replica> fewer = new LinkedHashMap<>(regions);
        fewer.remove(region);
        return new Replicas(fewer, foreign);
    }

    String words() {
        return regions.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        regions.entrySet().stream()
                                .map(replica -> replica.getValue().words(replica.getKey()))
                                .toList());
    }
}
