package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whose tables and policies these are: one values file installed in one namespace.
 *
 * <p>The names of two releases can meet in AWS ({@code koa} + {@code dev-Orders} is {@code koa-dev}
 * + {@code Orders}), so tags on every table and policy say who owns it.
 *
 * @param namespace the Kubernetes namespace; part of every name
 * @param name tells several releases in one namespace apart; part of the policies' names
 */
public record Release(String namespace, String name) {
    /** The name of the release where none is given: the platform's applications call it so. */
    public static final String DEFAULT_NAME = "dynamo-tables";

    static final String NAMESPACE_TAG = "idp/namespace";
    static final String RELEASE_TAG = "idp/release";
    static final String TABLE_TAG = "idp/table";
    static final String ROLE_TAG = "idp/role";
    static final String DELETION_TAG = "idp/deletion-policy";
    static final String MANAGED_BY_TAG = "managed-by";
    static final String MANAGED_BY = "tablewright";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    /**
     * Checks both names by the rules of Kubernetes and Helm.
     *
     * @throws IllegalArgumentException in words for the user
     */
    public Release {
        if (namespace.length() > 63 || !LABEL.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + namespace
                            + "\" is no namespace: 1 to 63 characters of a-z, 0-9 and '-', first"
                            + " and last a letter or digit");
        }
        if (name.length() > 53 || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" is no release name: 1 to 53 characters of a-z, 0-9, '-' and '.',"
                            + " first and last a letter or digit");
        }
    }

    /** Returns the AWS name of a table; case is kept. */
    public String tableName(String logicalName, boolean useIdpPrefix) {
        return (useIdpPrefix ? "idp-" : "") + namespace + "-" + logicalName;
    }

    /** Whether a table of this name could be of this release; its tags decide. */
    public boolean mayOwn(String tableName) {
        return tableName.startsWith(namespace + "-")
                || tableName.startsWith("idp-" + namespace + "-");
    }

    /** Returns the tags that say that a table is this release's. */
    public Map<String, String> tableTags(String logicalName, DeletionPolicy deletionPolicy) {
        Map<String, String> tags = tags();
        tags.put(TABLE_TAG, logicalName);
        // Once the table has left the values, nothing else remembers that it was to stay.
        tags.put(DELETION_TAG, deletionPolicy == DeletionPolicy.DELETE ? "Delete" : "Orphan");
        return tags;
    }

    /** Returns the tags that say that a policy is this release's. */
    public Map<String, String> policyTags(String role) {
        Map<String, String> tags = tags();
        tags.put(ROLE_TAG, role);
        return tags;
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(NAMESPACE_TAG, namespace);
        tags.put(RELEASE_TAG, name);
        tags.put(MANAGED_BY_TAG, MANAGED_BY);
        return tags;
    }

    /** Returns what every policy name of this release begins with. */
    public String policyNamePrefix() {
        return "idp-dynamodb-" + namespace + "-" + name + "-";
    }

    @Override
    public String toString() {
        return "release " + name + " in namespace " + namespace;
    }
}
