package dev.tablewright.operator.managed;

import static dev.tablewright.operator.managed.Action.CREATE;
import static dev.tablewright.operator.managed.Action.DELETE;
import static dev.tablewright.operator.managed.Action.LATE_INITIALIZE;
import static dev.tablewright.operator.managed.Action.OBSERVE;
import static dev.tablewright.operator.managed.Action.UPDATE;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code spec.managementPolicies}: a list that is used as a set, and of which only certain sets are
 * allowed.
 *
 * @param written as in the object; {@code [*]} where it says nothing
 */
public record ManagementPolicies(Set<String> written) {
    private static final String ALL = "*";

    /** All that Crossplane supports, besides everything and nothing. */
    private static final Set<Set<Action>> SUPPORTED =
            Set.of(
                    EnumSet.allOf(Action.class),
                    EnumSet.of(OBSERVE),
                    EnumSet.of(OBSERVE, CREATE, UPDATE, DELETE),
                    EnumSet.of(OBSERVE, CREATE, UPDATE, LATE_INITIALIZE),
                    EnumSet.of(OBSERVE, CREATE, UPDATE),
                    EnumSet.of(OBSERVE, CREATE, DELETE, LATE_INITIALIZE),
                    EnumSet.of(OBSERVE, CREATE, LATE_INITIALIZE),
                    EnumSet.of(OBSERVE, CREATE, DELETE),
                    EnumSet.of(OBSERVE, CREATE),
                    EnumSet.of(OBSERVE, DELETE),
                    EnumSet.of(OBSERVE, UPDATE),
                    EnumSet.of(OBSERVE, LATE_INITIALIZE),
                    EnumSet.of(OBSERVE, UPDATE, LATE_INITIALIZE));

    /** Copies the set, in order. */
    public ManagementPolicies {
        written = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(written));
    }

    /** Reads the list of an object; null where it has none. */
    public static ManagementPolicies of(@Nullable List<?> list) {
        Set<String> written = new LinkedHashSet<>();
        if (list == null) {
            written.add(ALL);
        } else {
            list.forEach(one -> written.add(String.valueOf(one)));
        }
        return new ManagementPolicies(written);
    }

    /** Whether nothing at all is done. */
    public boolean isPaused() {
        return written.isEmpty();
    }

    /** Whether the set is one of those that mean something. */
    public boolean isSupported() {
        if (written.isEmpty() || written.equals(Set.of(ALL))) {
            return true;
        }
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Action action : Action.values()) {
            if (written.contains(action.written())) {
                actions.add(action);
            }
        }
        return actions.size() == written.size() && SUPPORTED.contains(actions);
    }

    /** Whether the set is exactly {@code [Observe]}. */
    public boolean onlyObserves() {
        return written.equals(Set.of(OBSERVE.written()));
    }

    /** Whether an action is allowed. */
    public boolean allows(Action action) {
        return written.contains(ALL) || written.contains(action.written());
    }

    /**
     * Whether the resource goes with its object. A list that names its actions decides alone, even
     * against {@code deletionPolicy: Orphan}.
     *
     * @param deletionPolicy null for kinds that have none
     */
    public boolean deletes(@Nullable String deletionPolicy) {
        if (!written.equals(Set.of(ALL))) {
            return allows(DELETE);
        }
        return !"Orphan".equals(deletionPolicy);
    }

    @Override
    public String toString() {
        return "[" + String.join(", ", written) + "]";
    }
}
