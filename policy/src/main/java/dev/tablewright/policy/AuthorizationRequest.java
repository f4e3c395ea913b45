package dev.tablewright.policy;

/**
 * One thing to decide. An API call can ask several; each must be allowed.
 *
 * @param action for instance {@code dynamodb:GetItem}, spelled as the service spells it
 * @param resource the ARN that the action is checked on, or {@code *}
 * @param resourceAccount account that owns the resource
 * @param context every condition key of the request
 */
public record AuthorizationRequest(
        Principal principal,
        String action,
        String resource,
        String resourceAccount,
        ConditionContext context) {}
