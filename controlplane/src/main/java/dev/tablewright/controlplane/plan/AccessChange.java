package dev.tablewright.controlplane.plan;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a role gains or loses by a plan.
 *
 * @param actions as written in policies
 * @param resource an ARN, possibly with {@code *}; with a remark where conditions apply
 */
public record AccessChange(
        String role, Direction direction, NavigableSet<String> actions, String resource) {
    /** Which way. */
    public enum Direction {
        /** The role may do more. */
        GAINS,
        /** The role may do less. */
        LOSES
    }

    /** Copies the set. */
    public AccessChange {
        actions = Collections.unmodifiableNavigableSet(new TreeSet<>(actions));
    }
}
