package dev.tablewright.server.authorization;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.identity.Caller;

import org.jspecify.annotations.Nullable;

/**
 * One permission that a request needs.
 *
 * @param action as the service spells it, for instance {@code dynamodb:GetItem}
 * @param resource ARN that the action is checked on, or {@code *}
 * @param shownResource how the denial names the resource; usually the same
 * @param context keys that the operation knows, such as dynamodb:LeadingKeys
 * @param rule who decides
 */
public record Access(
        String action, String resource, String shownResource, ConditionContext context, Rule rule) {
    /** Who decides about a permission. */
    public sealed interface Rule {
        /** The caller's policies and, where there is one, the resource's. */
        record Policies() implements Rule {}

        /**
         * The trust policy of the role that is to be assumed, and the caller's policies.
         *
         * @param bearer who asks by a token of an identity provider, in a request that nobody
         *     signed; null for who signed it
         */
        record Trust(AttachedPolicy policy, @Nullable Caller bearer) implements Rule {}

        /** Nobody: every caller may, and no policy can deny it. */
        record Nobody() implements Rule {}
    }

    /** A permission that policies decide about. */
    public Access(String action, String resource, String shownResource, ConditionContext context) {
        this(action, resource, shownResource, context, new Rule.Policies());
    }

    /** Returns this without anything that its condition keys would still be worked out from. */
    Access workedOut() {
        return new Access(action, resource, shownResource, context.workedOut(), rule);
    }

    /** A permission whose denial names the resource as it is checked. */
    public static Access to(String action, String resource, ConditionContext context) {
        return new Access(action, resource, resource, context);
    }

    /** The permission to assume the role at {@code roleArn}, which {@code trust} guards. */
    public static Access toAssume(
            String action, String roleArn, ConditionContext context, AttachedPolicy trust) {
        return new Access(action, roleArn, roleArn, context, new Rule.Trust(trust, null));
    }

    /** As {@link #toAssume}, for whoever brings the token of an identity provider. */
    public static Access toAssumeWithToken(
            String action,
            String roleArn,
            ConditionContext context,
            AttachedPolicy trust,
            Caller bearer) {
        return new Access(action, roleArn, roleArn, context, new Rule.Trust(trust, bearer));
    }

    /** A call that every caller may make, such as sts:GetCallerIdentity. */
    public static Access open(String action) {
        return new Access(action, "*", "*", ConditionContext.builder().build(), new Rule.Nobody());
    }
}
