package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** What the name of every policy begins with, of whatever release. */
    public static final String POLICY_NAME_PREFIX = "idp-dynamodb-";

    /** The namespace of the release that a resource belongs to. */
    public static final String NAMESPACE_TAG = "idp/namespace";

    static final String RELEASE_TAG = "idp/release";

    /** The name of a table in the values. */
    public static final String TABLE_TAG = "idp/table";

    static final String ROLE_TAG = "idp/role";
    static final String DELETION_TAG = "idp/deletion-policy";
    static final String USER_TAG = "idp/user";
    static final String GROUP_TAG = "idp/group";

    /** The environment that a table, a policy or a principal is of. */
    public static final String ENVIRONMENT_TAG = "idp/environment";

    /** What an environment is a copy of. */
    public static final String LIKE_TAG = "idp/environment-like";

    /** How long an environment lives, as written; {@value #NEVER} when it stays. */
    public static final String TTL_TAG = "idp/ttl";

    /** When an environment may be torn down, as an ISO instant; {@value #NEVER} when it stays. */
    public static final String EXPIRES_TAG = "idp/expires";

    /** Says that an environment has no end any more. */
    public static final String NEVER = "never";

    /** Whether a copy of data into a table came to its end: copying or complete. */
    public static final String CLONE_TAG = "idp/clone";

    /** On a restored table that is complete: what it was restored from. */
    public static final String RESTORE_TAG = "idp/restored-from";

    /** Stands in tags for the user, where one policy is for a family of environments. */
    public static final String FAMILY_USER = ":user:";

    /** Says who looks after something. */
    public static final String MANAGED_BY_TAG = "managed-by";

    static final String MANAGED_BY = "tablewright";

    /** Who makes the roles of applications: what {@value #MANAGED_BY_TAG} says on them. */
    public static final String PLATFORM = "idp-advanced";

    /** The name of the release of applications where none is given. */
    public static final String APPLICATIONS_NAME = PLATFORM;

    static final String APPLICATION_TAG = "idp/application";

    /** On a role that {@code up} made because nobody else had: the platform may take it over. */
    public static final String STAND_IN_TAG = "idp/stand-in";

    /** What the releases of objects begin with; the point is in no other environment's. */
    private static final String OBJECTS = "environment.";

    private static final int MAX_NAME = 53;

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
        if (name.length() > MAX_NAME || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" is no release name: 1 to 53 characters of a-z, 0-9, '-' and '.',"
                            + " first and last a letter or digit");
        }
    }

    /**
     * Returns the release of an environment that is in no values file: it has one of its own, so
     * that no file's plan takes its tables for tables that have left.
     *
     * @param namespace whose tables it copies
     */
    public static Release ofEnvironment(String namespace, String environment) {
        String label =
                environment
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9-]", "-")
                        .replaceAll("^-+|-+$", "");
        String name = "env-" + label;
        if (!label.equals(environment) || name.length() > MAX_NAME) {
            name =
                    name.substring(0, Math.min(name.length(), 44)).replaceAll("-+$", "")
                            + "-"
                            + RoleAccess.eightHexDigits(environment);
        }
        return new Release(namespace, name);
    }

    /**
     * Returns the release of an environment that an object of the kind Environment asks for. No
     * environment of the command line has one like it.
     *
     * @param namespace of the object
     * @param object its name
     */
    public static Release ofObject(String namespace, String object) {
        String name = OBJECTS + object;
        if (name.length() > MAX_NAME) {
            name =
                    name.substring(0, MAX_NAME - 9).replaceAll("[.-]+$", "")
                            + "-"
                            + RoleAccess.eightHexDigits(object);
        }
        return new Release(namespace, name);
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

    /**
     * Returns the tags that say that a table is this release's.
     *
     * @param keys of the tags that the values set
     */
    public Map<String, String> tableTags(
            String logicalName, DeletionPolicy deletionPolicy, Collection<String> keys) {
        Map<String, String> tags = tags();
        tags.putAll(OwnTags.memory(keys));
        tags.put(TABLE_TAG, logicalName);
        // Once the table has left the values, nothing else remembers that it was to stay.
        tags.put(DELETION_TAG, deletionPolicy == DeletionPolicy.DELETE ? "Delete" : "Orphan");
        return tags;
    }

    /**
     * Returns the tags that a table of this release has otherwise than the one that it was restored
     * from. It stays when a plan does not find it in the values: somebody has just restored it.
     */
    public Map<String, String> restoredTags(String tableName) {
        return Map.of(TABLE_TAG, logicalName(tableName), DELETION_TAG, "Orphan");
    }

    /** Returns what the values would call a table; its whole name where that breaks the rule. */
    public String logicalName(String tableName) {
        for (String prefix : List.of("idp-" + namespace + "-", namespace + "-")) {
            if (tableName.startsWith(prefix) && tableName.length() > prefix.length()) {
                return tableName.substring(prefix.length());
            }
        }
        return tableName;
    }

    /** Returns the namespace that tags name; null for none. */
    public static @Nullable String namespace(Map<String, String> tags) {
        return tags.get(NAMESPACE_TAG);
    }

    /** Returns the tags that say that a policy is this release's. */
    public Map<String, String> policyTags(String role) {
        Map<String, String> tags = tags();
        tags.put(ROLE_TAG, role);
        return tags;
    }

    /** Returns the tags that say that a policy or a principal is of an environment. */
    public Map<String, String> environmentTags(String environment) {
        Map<String, String> tags = tags();
        tags.put(ENVIRONMENT_TAG, environment);
        return tags;
    }

    /** Returns the tags that say that a role is this release's, and which application's. */
    Map<String, String> roleTags(String application) {
        Map<String, String> tags = tags();
        tags.put(MANAGED_BY_TAG, PLATFORM);
        tags.put(APPLICATION_TAG, application);
        return tags;
    }

    /** Returns the tags that say that a resource is this release's, of whatever kind. */
    public Map<String, String> ownerTags() {
        return tags();
    }

    /** Returns the tags of what this release of applications makes besides roles. */
    public Map<String, String> platformTags() {
        Map<String, String> tags = tags();
        tags.put(MANAGED_BY_TAG, PLATFORM);
        return tags;
    }

    /**
     * Whether a role is the platform's, so that policies of tables may be attached to it: made by
     * {@code idp-advanced}, or by us for an environment.
     *
     * @param tags of the role
     */
    public static boolean isPlatforms(Map<String, String> tags) {
        String managedBy = tags.get(MANAGED_BY_TAG);
        return PLATFORM.equals(managedBy) || MANAGED_BY.equals(managedBy);
    }

    /** Whether a tag says whose something is, and so is not the user's. */
    public static boolean isReserved(String tag) {
        return tag.startsWith("idp/") || tag.startsWith("aws:") || tag.equals(MANAGED_BY_TAG);
    }

    /** Returns the path of groups that this release makes: AWS has no tags for groups. */
    public String groupPath() {
        return "/idp/" + namespace + "/" + name + "/";
    }

    /** Returns the tag of a policy that names its only holder. */
    static String tag(Principal.Kind kind) {
        return switch (kind) {
            case USER -> USER_TAG;
            case GROUP -> GROUP_TAG;
            case ROLE -> ROLE_TAG;
        };
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
        return POLICY_NAME_PREFIX + namespace + "-" + name + "-";
    }

    /** Whether a policy of this name could be of this release; its tags decide. */
    public boolean mayOwnPolicy(String policyName) {
        return policyName.startsWith(RoleAccess.kept(policyNamePrefix()));
    }

    /** Whether this is the release of an object of the kind Environment. */
    public boolean isObjects() {
        return name.startsWith(OBJECTS);
    }

    @Override
    public String toString() {
        return isObjects()
                ? "the Environment object "
                        + namespace
                        + "/"
                        + name.substring(OBJECTS.length())
                        + " in Kubernetes"
                : "release " + name + " in namespace " + namespace;
    }
}
