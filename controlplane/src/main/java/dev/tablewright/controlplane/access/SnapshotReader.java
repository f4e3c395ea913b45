package dev.tablewright.controlplane.access;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GroupDetail;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UserDetail;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a snapshot by AWS's public calls; changes nothing.
 *
 * <p>Calls: GetAccountAuthorizationDetails, 100 entities a page; ListPolicyTags for each policy
 * whose name is of the platform; for each table DescribeTable, ListTagsOfResource and
 * GetResourcePolicy; for each region ListTables and ListBackups.
 */
public final class SnapshotReader {
    /** What every policy of the platform is called; see {@link Release#policyNamePrefix}. */
    private static final String PLATFORM_POLICY = "idp-dynamodb-";

    private final Target target;
    private final Map<String, String> managed = new HashMap<>();
    private final Map<String, String> environments = new HashMap<>();
    private final Set<String> unseen = new TreeSet<>();

    private SnapshotReader(Target target) {
        this.target = target;
    }

    /**
     * Reads a snapshot.
     *
     * @param regions whose tables are read
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static AccessSnapshot read(Target target, Collection<String> regions) {
        return new SnapshotReader(target).read(regions);
    }

    /**
     * Reads a snapshot of the whole account and of some tables.
     *
     * @param tables those that are not there are left out
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static AccessSnapshot readTables(Target target, Collection<TableAddress> tables) {
        return new SnapshotReader(target).readTables(tables);
    }

    private AccessSnapshot readTables(Collection<TableAddress> some) {
        AwsAccount account = target.account();
        List<PrincipalFacts> principals = principals(account);
        List<TableFacts> tables = new ArrayList<>();
        Set<String> regions = new TreeSet<>();
        for (TableAddress table : some) {
            regions.add(table.region());
            // Backups do not matter to those who ask for some tables only.
            table(table.region(), table.name(), Map.of()).ifPresent(tables::add);
        }
        return snapshot(account, regions, principals, tables);
    }

    private AccessSnapshot read(Collection<String> regions) {
        AwsAccount account = target.account();
        List<PrincipalFacts> principals = principals(account);
        List<TableFacts> tables = new ArrayList<>();
        for (String region : new TreeSet<>(regions)) {
            tables.addAll(tables(region));
        }
        return snapshot(account, regions, principals, tables);
    }

    private AccessSnapshot snapshot(
            AwsAccount account,
            Collection<String> regions,
            List<PrincipalFacts> principals,
            List<TableFacts> tables) {
        unseen.add("policies of an organization (no account can read them from inside)");
        unseen.add(
                "session policies (roles are judged without any, in sessions named "
                        + PrincipalFacts.SESSION
                        + ")");
        return new AccessSnapshot(
                account.partition(),
                account.id(),
                Set.copyOf(regions),
                principals,
                tables,
                environments,
                List.copyOf(unseen));
    }

    private List<PrincipalFacts> principals(AwsAccount account) {
        List<UserDetail> users = new ArrayList<>();
        List<RoleDetail> roles = new ArrayList<>();
        Map<String, GroupDetail> groups = new HashMap<>();
        for (GetAccountAuthorizationDetailsResponse page :
                target.iam().getAccountAuthorizationDetailsPaginator()) {
            users.addAll(page.userDetailList());
            roles.addAll(page.roleDetailList());
            page.groupDetailList().forEach(group -> groups.put(group.groupName(), group));
            page.policies().forEach(this::learn);
        }
        List<PrincipalFacts> principals = new ArrayList<>();
        principals.add(root(account));
        users.forEach(user -> principals.add(user(user, groups)));
        roles.forEach(role -> principals.add(role(role)));
        return principals;
    }

    private void learn(ManagedPolicyDetail policy) {
        for (PolicyVersion version : policy.policyVersionList()) {
            if (Boolean.TRUE.equals(version.isDefaultVersion())) {
                managed.put(policy.arn(), decoded(version.document()));
            }
        }
        if (policy.policyName().startsWith(PLATFORM_POLICY)) {
            Map<String, String> tags =
                    tags(
                            target.iam()
                                    .listPolicyTags(request -> request.policyArn(policy.arn()))
                                    .tags());
            String environment =
                    tags.getOrDefault(Release.ENVIRONMENT_TAG, Release.namespace(tags));
            if (environment != null) {
                environments.put(policy.arn(), environment);
            }
        }
    }

    private static PrincipalFacts root(AwsAccount account) {
        return new PrincipalFacts(
                PrincipalFacts.Kind.ROOT,
                "root",
                "arn:" + account.partition() + ":iam::" + account.id() + ":root",
                "",
                Map.of(),
                AppliedPolicies.NONE,
                Map.of(),
                List.of());
    }

    private PrincipalFacts user(UserDetail user, Map<String, GroupDetail> groups) {
        Collected policies = new Collected();
        policies.inline(user.userPolicyList(), "user " + user.userName());
        user.attachedManagedPolicies().forEach(policy -> policies.attached(policy.policyArn()));
        for (String name : user.groupList()) {
            GroupDetail group = groups.get(name);
            if (group != null) {
                policies.group = name;
                policies.inline(group.groupPolicyList(), "group " + name);
                group.attachedManagedPolicies()
                        .forEach(policy -> policies.attached(policy.policyArn()));
            }
        }
        return policies.principal(
                PrincipalFacts.Kind.USER,
                user.userName(),
                user.arn(),
                user.userId(),
                tags(user.tags()),
                user.permissionsBoundary());
    }

    private PrincipalFacts role(RoleDetail role) {
        Collected policies = new Collected();
        policies.inline(role.rolePolicyList(), "role " + role.roleName());
        role.attachedManagedPolicies().forEach(policy -> policies.attached(policy.policyArn()));
        return policies.principal(
                PrincipalFacts.Kind.ROLE,
                role.roleName(),
                role.arn(),
                role.roleId(),
                tags(role.tags()),
                role.permissionsBoundary());
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    /** The policies of one principal, as they come in. */
    private final class Collected {
        private final List<AttachedPolicy> identity = new ArrayList<>();
        private final Map<String, String> throughGroup = new HashMap<>();
        private final List<String> unread = new ArrayList<>();

        /** The group whose policies are coming in; null for the principal's own. */
        private @Nullable String group;

        void inline(List<PolicyDetail> policies, String owner) {
            for (PolicyDetail policy : policies) {
                add(
                        "inline policy " + policy.policyName() + " of " + owner,
                        false,
                        decoded(policy.policyDocument()));
            }
        }

        void attached(String arn) {
            if (identity.stream().noneMatch(policy -> policy.name().equals(arn))) {
                add(arn, true, managed(arn));
            }
        }

        private void add(String name, boolean isManaged, String document) {
            AttachedPolicy policy = parse(name, isManaged, document);
            if (policy != null) {
                identity.add(policy);
                if (group != null) {
                    throughGroup.put(name, group);
                }
            }
        }

        private @Nullable AttachedPolicy parse(String name, boolean isManaged, String document) {
            try {
                return new AttachedPolicy(
                        name,
                        isManaged,
                        PolicyDocument.parse(
                                document, isManaged ? PolicyKind.MANAGED : PolicyKind.INLINE));
            } catch (PolicySyntaxException e) {
                unread.add(name + ": " + e.getMessage());
                unseen.add(
                        "the policy " + name + ", which cannot be understood: " + e.getMessage());
                return null;
            }
        }

        PrincipalFacts principal(
                PrincipalFacts.Kind kind,
                String name,
                String arn,
                String id,
                Map<String, String> tags,
                @Nullable AttachedPermissionsBoundary boundary) {
            AttachedPolicy limit = null;
            if (boundary != null && boundary.permissionsBoundaryArn() != null) {
                String boundaryArn = boundary.permissionsBoundaryArn();
                limit = parse(boundaryArn, true, managed(boundaryArn));
                if (limit == null) {
                    // What limits and cannot be understood allows nothing.
                    identity.clear();
                }
            }
            return new PrincipalFacts(
                    kind,
                    name,
                    arn,
                    id,
                    tags,
                    new AppliedPolicies(identity, limit, null),
                    throughGroup,
                    unread);
        }
    }

    /** AWS's own policies are not all in the account's details. */
    private String managed(String arn) {
        return managed.computeIfAbsent(
                arn,
                _ -> {
                    IamClient iam = target.iam();
                    String version =
                            iam.getPolicy(request -> request.policyArn(arn))
                                    .policy()
                                    .defaultVersionId();
                    return decoded(
                            iam.getPolicyVersion(
                                            request -> request.policyArn(arn).versionId(version))
                                    .policyVersion()
                                    .document());
                });
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    private List<TableFacts> tables(String region) {
        DynamoDbClient dynamoDb = target.dynamoDb(region);
        Map<String, List<String>> backups = backups(dynamoDb, region);
        List<TableFacts> tables = new ArrayList<>();
        for (String name : dynamoDb.listTablesPaginator().tableNames()) {
            table(region, name, backups).ifPresent(tables::add);
        }
        return tables;
    }

    private Optional<TableFacts> table(
            String region, String name, Map<String, List<String>> backups) {
        DynamoDbClient dynamoDb = target.dynamoDb(region);
        try {
            TableDescription table =
                    dynamoDb.describeTable(request -> request.tableName(name)).table();
            return Optional.of(
                    new TableFacts(
                            region,
                            name,
                            table.tableArn(),
                            Observer.definition(table),
                            Observer.tags(dynamoDb, table.tableArn()),
                            table.latestStreamArn(),
                            backups.getOrDefault(table.tableArn(), List.of()),
                            policy(dynamoDb, name, table.tableArn()),
                            Boolean.TRUE.equals(table.deletionProtectionEnabled())));
        } catch (ResourceNotFoundException _) {
            // Deleted since it was listed.
            return Optional.empty();
        }
    }

    private Map<String, List<String>> backups(DynamoDbClient dynamoDb, String region) {
        Map<String, List<String>> backups = new HashMap<>();
        try {
            String last = null;
            do {
                String after = last;
                var page = dynamoDb.listBackups(request -> request.exclusiveStartBackupArn(after));
                for (BackupSummary backup : page.backupSummaries()) {
                    backups.computeIfAbsent(backup.tableArn(), _ -> new ArrayList<>())
                            .add(backup.backupArn());
                }
                last = page.lastEvaluatedBackupArn();
            } while (last != null);
        } catch (AwsServiceException e) {
            unseen.add(
                    "backups in "
                            + region
                            + " ("
                            + reason(e)
                            + "); one that each table could have stands for them");
        }
        return backups;
    }

    private @Nullable AttachedPolicy policy(DynamoDbClient dynamoDb, String name, String arn) {
        String what = "policy of table " + name;
        try {
            String document = dynamoDb.getResourcePolicy(r -> r.resourceArn(arn)).policy();
            return new AttachedPolicy(
                    what, false, PolicyDocument.parse(document, PolicyKind.RESOURCE));
        } catch (PolicySyntaxException e) {
            unseen.add("the " + what + ", which cannot be understood: " + e.getMessage());
        } catch (AwsServiceException e) {
            String code = code(e);
            if (code.equals("UnknownOperationException")) {
                unseen.add("policies of tables: " + target + " has none");
            } else if (!code.equals("PolicyNotFoundException")) {
                unseen.add("the " + what + " (" + reason(e) + ")");
            }
        }
        return null;
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    private static String reason(AwsServiceException e) {
        return code(e).equals("UnknownOperationException")
                ? "this target has no such operation"
                : Target.sentence(e);
    }
}
