package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Renders a denial as AWS does.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Troubleshoot
 *     access denied error messages</a>
 */
public final class Denial {
    private Denial() {}

    /**
     * Returns the whole sentence.
     *
     * @param principalArn as {@link Principal#arn()} gives it
     * @param action spelled as the service spells it
     * @param resource as the denial shows it; null leaves it out
     * @throws IllegalArgumentException if {@code decision} allows
     */
    public static String sentence(
            String principalArn, String action, @Nullable String resource, Decision decision) {
        return unreasoned(principalArn, action, resource) + " " + reason(action, decision);
    }

    /** Returns the sentence without a reason, as STS gives it for AssumeRole. */
    public static String unreasoned(String principalArn, String action, @Nullable String resource) {
        return "User: "
                + principalArn
                + " is not authorized to perform: "
                + action
                + (resource == null ? "" : " on resource: " + resource);
    }

    /**
     * Returns the end of the sentence, for instance {@code because no identity-based policy allows
     * the dynamodb:GetItem action}.
     *
     * @throws IllegalArgumentException if {@code decision} allows
     */
    public static String reason(String action, Decision decision) {
        return switch (decision) {
            case Decision.ImplicitlyDenied(var layer) ->
                    "because no " + name(layer) + " allows the " + action + " action";
            case Decision.ExplicitlyDenied(var layer, var statements) ->
                    "with an explicit deny in " + article(layer) + name(layer) + arn(statements);
            case Decision.Allowed _ -> throw new IllegalArgumentException("not a denial");
        };
    }

    private static String name(PolicyLayer layer) {
        return switch (layer) {
            case IDENTITY -> "identity-based policy";
            case PERMISSIONS_BOUNDARY -> "permissions boundary";
            case SESSION -> "session policy";
            case RESOURCE -> "resource-based policy";
            case TRUST -> "role trust policy";
        };
    }

    private static String article(PolicyLayer layer) {
        return switch (layer) {
            case IDENTITY -> "an ";
            case PERMISSIONS_BOUNDARY, SESSION, RESOURCE -> "a ";
            case TRUST -> "the ";
        };
    }

    /** The policy that denies is named when it has an ARN, which inline policies have not. */
    private static String arn(List<StatementRef> statements) {
        for (StatementRef statement : statements) {
            if (statement.policy().managed()) {
                return ": " + statement.policy().name();
            }
        }
        return "";
    }
}
