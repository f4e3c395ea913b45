package dev.tablewright.controlplane.observed;

import java.util.Set;

/** A role, or that it cannot be seen. */
public sealed interface ObservedRole {
    /**
     * The role is there.
     *
     * @param attached ARNs of the managed policies on it
     */
    record Present(Set<String> attached) implements ObservedRole {
        /** Copies the set. */
        public Present {
            attached = Set.copyOf(attached);
        }
    }

    /**
     * The role does not exist, or the credentials may not see it: AWS tells the two apart only to
     * those who may.
     *
     * @param answer the target's own sentence
     */
    record Missing(String answer) implements ObservedRole {}
}
