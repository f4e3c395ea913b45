package dev.tablewright.policy;

import dev.tablewright.policy.condition.ArnPattern;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries of Resource elements, each with a value that stands for it.
 *
 * <p>Policies that list thirty tables are the rule here, and almost all of their entries are plain
 * ARNs or end with the only wildcard that they have. These two kinds are looked up; only the rest
 * is tried one by one. Filled by one thread, then read by many.
 */
final class ResourceTable<V> {
    private final Map<String, V> names = new HashMap<>();

    /**
     * None of the texts begins with another one; so of what a resource could begin with, it is the
     * greatest that is not greater than the resource.
     */
    private final TreeMap<String, V> beginnings = new TreeMap<>();

    private final List<Tried<V>> patterns = new ArrayList<>();

    private record Tried<V>(ArnPattern pattern, V value) {}

    /**
     * Adds an entry. The first value of several for one entry stays.
     *
     * @param variables whether the policy's version knows variables
     * @param completed whether the missing parts of an ARN are filled up with {@code *}
     */
    void add(String resource, boolean variables, boolean completed, V value) {
        boolean variable = variables && resource.contains("${");
        int wildcard = firstWildcard(resource);
        if (!variable && wildcard < 0 && Arn.parse(resource) != null) {
            names.putIfAbsent(resource, value);
        } else if (!variable && isBeginning(resource, wildcard)) {
            addBeginning(resource.substring(0, wildcard), value);
        } else {
            patterns.add(new Tried<>(ArnPattern.ofResource(resource, variables, completed), value));
        }
    }

    private static int firstWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '*' || text.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBeginning(String resource, int wildcard) {
        return resource.startsWith("arn:")
                && wildcard == resource.length() - 1
                && resource.endsWith("*");
    }

    private void addBeginning(String beginning, V value) {
        if (findBeginning(beginning) != null) {
            return;
        }
        String longer = beginnings.higherKey(beginning);
        while (longer != null && longer.startsWith(beginning)) {
            beginnings.remove(longer);
            longer = beginnings.higherKey(beginning);
        }
        beginnings.put(beginning, value);
    }

    /** Returns the value of an entry that covers the resource, or null. */
    @Nullable V find(Check check) {
        String resource = check.resource();
        V found = names.get(resource);
        if (found == null) {
            V beginning = findBeginning(resource);
            found = beginning == null || check.arn() == null ? null : beginning;
        }
        for (int i = 0; found == null && i < patterns.size(); i++) {
            if (patterns.get(i).pattern().matches(check.arn(), check.context())) {
                found = patterns.get(i).value();
            }
        }
        return found;
    }

    private @Nullable V findBeginning(String resource) {
        Map.Entry<String, V> floor = beginnings.floorEntry(resource);
        return floor != null && resource.startsWith(floor.getKey()) ? floor.getValue() : null;
    }
}
