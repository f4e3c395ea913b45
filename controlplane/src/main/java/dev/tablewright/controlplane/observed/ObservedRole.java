package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.Release;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/** A role, or that it cannot be seen. */
public sealed interface ObservedRole {
    /**
     * The role is there.
     *
     * @param attached ARNs of the managed policies on it
     * @param tags null when these credentials may not read them
     */
    record Present(Set<String> attached, @Nullable Map<String, String> tags)
            implements ObservedRole {
        /** Copies the collections. */
        public Present {
            attached = Set.copyOf(attached);
            tags = tags == null ? null : Map.copyOf(tags);
        }

        /** A role whose tags these credentials may not read. */
        public Present(Set<String> attached) {
            this(attached, null);
        }

        /** Whether it carries the platform's mark; also when nobody can tell. */
        public boolean mayBePlatforms() {
            return tags == null || Release.isPlatforms(tags);
        }
    }

    /**
     * The role does not exist.
     *
     * @param answer the target's own sentence
     */
    record Missing(String answer) implements ObservedRole {}

    /**
     * The credentials may not see it. AWS does not say whether it exists: to somebody who may only
     * touch roles with the platform's mark, a role that is missing and one without the mark are
     * alike.
     *
     * @param answer the target's own sentence
     */
    record Hidden(String answer) implements ObservedRole {}
}
