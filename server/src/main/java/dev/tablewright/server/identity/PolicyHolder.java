package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An entity that policies are given to. */
public sealed interface PolicyHolder extends Entity permits User, Group, Role {
    /** The policies given to it. */
    Policies policies();

    /** Returns this entity with other policies. */
    PolicyHolder withPolicies(Policies policies);

    /**
     * Policies of a user, group or role.
     *
     * @param inline by name, in the order of names
     * @param attached ARNs of managed policies, in the order they were attached
     * @param boundary ARN of the permissions boundary, or null; always null for groups
     */
    record Policies(
            NavigableMap<String, StoredPolicy> inline,
            List<String> attached,
            @Nullable String boundary) {
        /** No policy at all. */
        public static final Policies NONE = new Policies(new TreeMap<>(), List.of(), null);

        /** Copies both collections. */
        public Policies {
            inline = Collections.unmodifiableNavigableMap(new TreeMap<>(inline));
            attached = List.copyOf(attached);
        }

        /** Returns these with an inline policy added or replaced. */
        public Policies withInline(String name, StoredPolicy policy) {
            var changed = new TreeMap<>(inline);
            changed.put(name, policy);
            return new Policies(changed, attached, boundary);
        }

        /** Returns these without an inline policy. */
        public Policies withoutInline(String name) {
            var changed = new TreeMap<>(inline);
            changed.remove(name);
            return new Policies(changed, attached, boundary);
        }

        /** Returns these with a managed policy; unchanged when it is there already. */
        public Policies withAttached(String arn) {
            if (attached.contains(arn)) {
                return this;
            }
            var changed = new ArrayList<>(attached);
            changed.add(arn);
            return new Policies(inline, changed, boundary);
        }

        /** Returns these without a managed policy. */
        public Policies withoutAttached(String arn) {
            return new Policies(
                    inline,
                    attached.stream().filter(other -> !other.equals(arn)).toList(),
                    boundary);
        }

        /** Returns these with another permissions boundary; null for none. */
        public Policies withBoundary(@Nullable String arn) {
            return new Policies(inline, attached, arn);
        }
    }
}
