package dev.tablewright.server.authorization;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.Principal;

import org.jspecify.annotations.Nullable;

/** The policies that are attached to resources, not to callers. */
@FunctionalInterface
public interface ResourcePolicies {
    /** No resource has a policy. */
    ResourcePolicies NONE = (_, _, _) -> null;

    /**
     * Returns the policy that has a say when {@code caller} asks for {@code action} on {@code
     * resource}; null where there is none, or where AWS does not ask it. Cheap: every request asks.
     */
    @Nullable AttachedPolicy find(Principal caller, String action, String resource);
}
