package dev.tablewright.policy.catalog;

import java.util.List;

/**
 * An action that a policy can name.
 *
 * @param service for instance {@code dynamodb}
 * @param name as AWS writes it, without the service, for instance {@code GetItem}
 * @param resources the types of resource that it is checked on; empty where a request is checked on
 *     {@code *} only
 * @param conditionKeys the action's own, without the global ones and those of its resource types
 * @param operations the API calls that need it, sorted; empty for most of the permission-only ones
 * @param dependent further actions that a call needs, with their service
 * @param permissionOnly whether there is no API call that it stands for by itself
 * @param resourcePolicy whether a policy on the resource can grant it
 */
public record ServiceAction(
        String service,
        String name,
        AccessLevel level,
        List<ResourceUse> resources,
        List<String> conditionKeys,
        List<String> operations,
        List<String> dependent,
        boolean permissionOnly,
        ResourcePolicySupport resourcePolicy) {
    /** Copies the lists. */
    public ServiceAction {
        resources = List.copyOf(resources);
        conditionKeys = List.copyOf(conditionKeys);
        operations = List.copyOf(operations);
        dependent = List.copyOf(dependent);
    }

    /**
     * A type of resource that an action is checked on.
     *
     * @param required whether a statement that grants the action has to name such a resource, or
     *     {@code *}; where several are required, a request concerns one of them, except for
     *     restores
     */
    public record ResourceUse(ResourceType type, boolean required) {}

    /** How far a policy on a resource can grant an action. */
    public enum ResourcePolicySupport {
        /** Not at all, or not known. */
        NONE,
        /** To principals of the resource's own account only. */
        SAME_ACCOUNT,
        /** To principals of every account. */
        CROSS_ACCOUNT
    }

    /** Returns the action as policies write it, for instance {@code dynamodb:GetItem}. */
    public String fullName() {
        return service + ":" + name;
    }

    /** Whether the action is checked on resources of type {@code typeName}. */
    public boolean isOn(String typeName) {
        return resources.stream().anyMatch(use -> use.type().name().equals(typeName));
    }

    @Override
    public String toString() {
        return fullName();
    }
}
