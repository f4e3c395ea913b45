package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.Principal;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a principal gains or loses by a plan.
 *
 * @param actions as written in policies
 * @param resource an ARN, possibly with {@code *}; with a remark where conditions apply
 */
public record AccessChange(
        Principal principal, Direction direction, NavigableSet<String> actions, String resource) {
    /** Which way. */
    public enum Direction {
        /** It may do more. */
        GAINS,
        /** It may do less. */
        LOSES
    }

    /** Returns the principal's name. */
    public String role() {
        return principal.name();
    }

    /** Copies the set. */
    public AccessChange {
        actions = Collections.unmodifiableNavigableSet(new TreeSet<>(actions));
    }
}
