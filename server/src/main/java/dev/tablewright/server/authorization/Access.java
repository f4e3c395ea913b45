package dev.tablewright.server.authorization;

import dev.tablewright.policy.ConditionContext;

/**
 * One permission that a request needs.
 *
 * @param action as the service spells it, for instance {@code dynamodb:GetItem}
 * @param resource ARN that the action is checked on, or {@code *}
 * @param shownResource how the denial names the resource; usually the same
 * @param context keys that the operation knows, such as dynamodb:LeadingKeys
 */
public record Access(
        String action, String resource, String shownResource, ConditionContext context) {
    /** A permission whose denial names the resource as it is checked. */
    public static Access to(String action, String resource, ConditionContext context) {
        return new Access(action, resource, resource, context);
    }
}
