package dev.tablewright.controlplane.observed;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/** A user, a group or a role of an environment, or that it cannot be seen. */
public sealed interface ObservedPrincipal {
    /**
     * It is there.
     *
     * @param path part of its ARN
     * @param tags none for groups: AWS has none
     * @param attached ARNs of the managed policies on it
     * @param boundary ARN of its permissions boundary
     * @param members of a group
     */
    record Present(
            String path,
            Map<String, String> tags,
            Set<String> attached,
            @Nullable String boundary,
            Set<String> members)
            implements ObservedPrincipal {
        /** Copies the collections. */
        public Present {
            tags = Map.copyOf(tags);
            attached = Set.copyOf(attached);
            members = Set.copyOf(members);
        }
    }

    /**
     * It does not exist.
     *
     * @param answer the target's own sentence
     */
    record Absent(String answer) implements ObservedPrincipal {}

    /**
     * The credentials may not see it.
     *
     * @param answer the target's own sentence
     */
    record Hidden(String answer) implements ObservedPrincipal {}
}
