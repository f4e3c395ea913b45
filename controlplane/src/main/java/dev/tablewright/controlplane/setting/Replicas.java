package dev.tablewright.controlplane.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The replicas of a table in other regions.
 *
 * @param regions what each replica has otherwise, by its region
 * @param foreign regions of those that somebody else made; nothing in values
 * @param unlike what those of ours, by their region, have not as their table has it, though they
 *     should: {@code tags, deletion protection}; nothing in values
 */
public record Replicas(
        Map<String, Replica> regions, Set<String> foreign, Map<String, String> unlike) {
    /** None. */
    public static final Replicas NONE = of(Map.of());

    /** Keeps the order of regions. */
    public Replicas {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
        foreign = Collections.unmodifiableSet(new TreeSet<>(foreign));
        unlike = Collections.unmodifiableMap(new TreeMap<>(unlike));
    }

    /** As values have them. */
    static Replicas of(Map<String, Replica> regions) {
        return new Replicas(regions, Set.of(), Map.of());
    }

    /**
     * Returns the ARN of a table's replica.
     *
     * @param arn of the table
     */
    public static String arnIn(String arn, String region) {
        String[] parts = arn.split(":", 5);
        return String.join(":", parts[0], parts[1], parts[2], region, parts[4]);
    }

    /** Whether these are the wanted ones; those of others do not count. */
    boolean satisfy(Replicas wanted) {
        for (var replica : wanted.regions.entrySet()) {
            Replica is = regions.get(replica.getKey());
            String region = replica.getKey();
            if (is == null
                    || !is.has(replica.getValue())
                    || (unlike.containsKey(region) && !wanted.unlike.containsKey(region))) {
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
        return new Replicas(more, foreign, alike(region));
    }

    Replicas without(String region) {
        Map<String, Replica> fewer = new LinkedHashMap<>(regions);
        fewer.remove(region);
        return new Replicas(fewer, foreign, alike(region));
    }

    private Map<String, String> alike(String region) {
        Map<String, String> left = new TreeMap<>(unlike);
        left.remove(region);
        return left;
    }

    String words() {
        return regions.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        regions.entrySet().stream()
                                .map(replica -> words(replica.getKey(), replica.getValue()))
                                .toList());
    }

    private String words(String region, Replica replica) {
        String other = unlike.get(region);
        return replica.words(region) + (other == null ? "" : " (not as its table: " + other + ")");
    }
}
