package dev.tablewright.server.authorization;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;

import org.jspecify.annotations.Nullable;

/**
 * One permission that a request needs.
 *
 * @param action as the service spells it, for instance {@code dynamodb:GetItem}
 * @param resource ARN that the action is checked on, or {@code *}
 * @param shownResource how the denial names the resource; usually the same
 * @param context keys that the operation knows, such as dynamodb:LeadingKeys
 * @param trust the trust policy of the role that is asked for; null for everything but assuming a
 *     role
 */
public record Access(
        String action,
        String resource,
        String shownResource,
        ConditionContext context,
        @Nullable AttachedPolicy trust) {
    /** A permission that no trust policy takes part in. */
    public Access(String action, String resource, String shownResource, ConditionContext context) {
        this(action, resource, shownResource, context, null);
    }

    /** A permission whose denial names the resource as it is checked. */
    public static Access to(String action, String resource, ConditionContext context) {
        return new Access(action, resource, resource, context);
    }

    /** The permission to assume the role at {@code roleArn}, which {@code trust} guards. */
    public static Access toAssume(
            String action, String roleArn, ConditionContext context, AttachedPolicy trust) {
        return new Access(action, roleArn, roleArn, context, trust);
    }
}
