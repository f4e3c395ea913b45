package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One entry of {@code environments}, as written.
 *
 * <p>An entry whose name holds <code>{user}</code> stands for a family: one environment for each of
 * its users.
 *
 * @param path where it stands
 * @param like whose tables it copies, {@code <namespace>} or {@code <namespace>/<release>}; null
 *     for those of this file
 * @param tableName pattern of the names in AWS; null for what a namespace of the environment's name
 *     would get
 * @param group with the form Group only
 * @param boundaryAllows actions outside DynamoDB that the boundary leaves; empty for all that can
 *     neither reach DynamoDB nor widen access
 */
public record EnvironmentValues(
        String path,
        String name,
        @Nullable String like,
        @Nullable String tableName,
        List<String> users,
        List<String> roles,
        @Nullable String group,
        PolicyForm form,
        EnvironmentAccess access,
        boolean streams,
        @Nullable Lifetime ttl,
        boolean permissionsBoundary,
        List<String> boundaryAllows,
        boolean createPrincipals,
        @Nullable QuotaValues quotas) {
    /** Stands for the user in names. */
    public static final String USER = "{user}";

    /** Stands for the logical name of the table. */
    public static final String TABLE = "{table}";

    /** Stands for the name of the environment. */
    public static final String ENVIRONMENT = "{environment}";

    /** Whether each user has an environment of its own. */
    public boolean isFamily() {
        return name.contains(USER);
    }

    /** Returns the pattern of the table names: holds {user} and {table} only. */
    public String tableNamePattern(boolean useIdpPrefix) {
        String pattern =
                tableName == null
                        ? (useIdpPrefix ? "idp-" : "") + ENVIRONMENT + "-" + TABLE
                        : tableName;
        return pattern.replace(ENVIRONMENT, name);
    }
}
