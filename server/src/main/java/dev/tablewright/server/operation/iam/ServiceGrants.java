package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.Effect;
import dev.tablewright.policy.Statement;
import dev.tablewright.server.identity.StoredPolicy;

import java.util.Locale;

/**
 * Which services a policy gives anything of. Only the actions of its Allow statements count, as AWS
 * documents it for last accessed information: no resources, no conditions, no denials.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html">ListPoliciesGrantingServiceAccess</a>
 */
final class ServiceGrants {
    private ServiceGrants() {}

    /** Whether {@code policy} gives an action of the service that actions are prefixed with. */
    static boolean gives(StoredPolicy policy, String namespace) {
        String prefix = namespace.toLowerCase(Locale.ROOT) + ":";
        return policy.compiled().statements().stream()
                .map(Statement::source)
                .filter(statement -> statement.effect() == Effect.ALLOW)
                .anyMatch(
                        statement ->
                                statement.notAction()
                                        ? !excludes(statement, prefix)
                                        : includes(statement, prefix));
    }

    private static boolean includes(Statement.Source statement, String prefix) {
        return statement.actions().stream()
                .anyMatch(
                        action ->
                                action.equals("*")
                                        || action.toLowerCase(Locale.ROOT).startsWith(prefix));
    }

    private static boolean excludes(Statement.Source statement, String prefix) {
        return statement.actions().stream()
                .anyMatch(
                        action ->
                                action.equals("*")
                                        || action.toLowerCase(Locale.ROOT).equals(prefix + "*"));
    }
}
