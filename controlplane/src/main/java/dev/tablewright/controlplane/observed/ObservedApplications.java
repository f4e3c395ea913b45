package dev.tablewright.controlplane.observed;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan about applications needs to know.
 *
 * @param roles by name: those of the values, and those that belong to the release by their tags
 * @param provider the cluster's OIDC provider
 */
public record ObservedApplications(Map<String, RoleState> roles, ProviderState provider) {
    /** Copies the map, in order. */
    public ObservedApplications {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    /** A role, or that it cannot be seen. */
    public sealed interface RoleState {
        /**
         * It is there.
         *
         * @param trust policy, as stored
         * @param maxSessionSeconds how long a session may last
         * @param boundary ARN of its permissions boundary
         * @param attached ARNs of the managed policies on it
         * @param inline names of the policies in it
         */
        record Present(
                String path,
                String trust,
                int maxSessionSeconds,
                @Nullable String boundary,
                Map<String, String> tags,
                Set<String> attached,
                Set<String> inline)
                implements RoleState {
            /** Copies the collections. */
            public Present {
                tags = Collections.unmodifiableMap(new TreeMap<>(tags));
                attached = Collections.unmodifiableSet(new TreeSet<>(attached));
                inline = Collections.unmodifiableSet(new TreeSet<>(inline));
            }
        }

        /** There is none of that name. */
        record Absent() implements RoleState {}

        /**
         * The credentials may not see it.
         *
         * @param answer the target's own sentence
         */
        record Hidden(String answer) implements RoleState {}
    }

    /** An OIDC provider, or that it cannot be seen. */
    public sealed interface ProviderState {
        /** It is there. */
        record Present(Set<String> audiences, Set<String> thumbprints, Map<String, String> tags)
                implements ProviderState {
            /** Copies the collections. */
            public Present {
                audiences = Collections.unmodifiableSet(new TreeSet<>(audiences));
                thumbprints = Collections.unmodifiableSet(new TreeSet<>(thumbprints));
                tags = Map.copyOf(tags);
            }
        }

        /** There is none of that ARN. */
        record Absent() implements ProviderState {}

        /**
         * The credentials may not see it.
         *
         * @param answer the target's own sentence
         */
        record Hidden(String answer) implements ProviderState {}
    }
}
