package dev.tablewright.controlplane.lint;

import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.json.Position;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.LintContext;
import dev.tablewright.policy.lint.LintContext.AttachedTo;
import dev.tablewright.policy.lint.LintContext.KnownTable;
import dev.tablewright.policy.lint.PolicyLinter;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyDetail;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.RoleDetail;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lints every policy of an account: customer managed and inline ones, trust policies of roles, and
 * policies of tables. AWS's own policies are left out. Reads by AWS's public calls, changes
 * nothing.
 */
public final class AccountLinter {
    /** AWS's default quota of managed policies on a role. */
    private static final int ATTACHMENTS = 10;

    private final Target target;
    private final List<LintedPolicyText> linted = new ArrayList<>();
    private final List<KnownTable> tables = new ArrayList<>();

    private AccountLinter(Target target) {
        this.target = target;
    }

    /**
     * Lints the account.
     *
     * @param regions whose tables are looked at
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static List<LintedPolicyText> lint(Target target, Collection<String> regions) {
        AccountLinter linter = new AccountLinter(target);
        regions.forEach(linter::readTables);
        linter.readPolicies();
        return List.copyOf(linter.linted);
    }

    private void readTables(String region) {
        DynamoDbClient dynamoDb = target.dynamoDb(region);
        List<String> arns = new ArrayList<>();
        for (String name : dynamoDb.listTablesPaginator().tableNames()) {
            try {
                TableDescription table =
                        dynamoDb.describeTable(request -> request.tableName(name)).table();
                tables.add(KnownTables.of(table.tableArn(), Observer.definition(table)));
                arns.add(table.tableArn());
            } catch (ResourceNotFoundException _) {
                // Deleted since it was listed.
            }
        }
        for (String arn : arns) {
            String policy = resourcePolicy(dynamoDb, arn);
            if (policy != null) {
                add(
                        "policy of " + arn.substring(arn.lastIndexOf(':') + 1),
                        policy,
                        LintContext.NONE.as(PolicyKind.RESOURCE).ofResource(arn));
            }
        }
    }

    private static @Nullable String resourcePolicy(DynamoDbClient dynamoDb, String arn) {
        try {
            return dynamoDb.getResourcePolicy(request -> request.resourceArn(arn)).policy();
        } catch (AwsServiceException _) {
            // None there, or a target that knows none.
            return null;
        }
    }

    private void readPolicies() {
        List<ManagedPolicyDetail> managed = new ArrayList<>();
        Set<String> onRoles = new HashSet<>();
        for (GetAccountAuthorizationDetailsResponse page :
                target.iam().getAccountAuthorizationDetailsPaginator()) {
            page.userDetailList()
                    .forEach(
                            user ->
                                    inline(
                                            user.userPolicyList(),
                                            "user " + user.userName(),
                                            AttachedTo.USER));
            page.groupDetailList()
                    .forEach(
                            group ->
                                    inline(
                                            group.groupPolicyList(),
                                            "group " + group.groupName(),
                                            AttachedTo.GROUP));
            for (RoleDetail role : page.roleDetailList()) {
                inline(role.rolePolicyList(), "role " + role.roleName(), AttachedTo.ROLE);
                trust(role);
                role.attachedManagedPolicies().stream()
                        .map(AttachedPolicy::policyArn)
                        .forEach(onRoles::add);
                attachments(role);
            }
            managed.addAll(page.policies());
        }
        for (ManagedPolicyDetail policy : managed) {
            if (!policy.arn().contains(":iam::aws:policy/")) {
                managed(policy, onRoles.contains(policy.arn()));
            }
        }
    }

    private void managed(ManagedPolicyDetail policy, boolean onRole) {
        for (PolicyVersion version : policy.policyVersionList()) {
            if (Boolean.TRUE.equals(version.isDefaultVersion())) {
                add(
                        "policy " + policy.policyName(),
                        decoded(version.document()),
                        LintContext.NONE
                                .as(PolicyKind.MANAGED)
                                .on(onRole ? AttachedTo.ROLE : AttachedTo.UNKNOWN));
            }
        }
    }

    private void inline(List<PolicyDetail> policies, String owner, AttachedTo kind) {
        for (PolicyDetail policy : policies) {
            add(
                    "inline policy " + policy.policyName() + " of " + owner,
                    decoded(policy.policyDocument()),
                    LintContext.NONE.as(PolicyKind.INLINE).on(kind));
        }
    }

    private void trust(RoleDetail role) {
        if (role.assumeRolePolicyDocument() != null) {
            add(
                    "trust policy of role " + role.roleName(),
                    decoded(role.assumeRolePolicyDocument()),
                    LintContext.NONE.as(PolicyKind.TRUST));
        }
    }

    private void attachments(RoleDetail role) {
        int used = role.attachedManagedPolicies().size();
        if (used >= ATTACHMENTS) {
            Finding finding =
                    PolicyLinter.attachments(
                            new Position(1, 1), role.roleName(), used, ATTACHMENTS);
            linted.add(new LintedPolicyText("role " + role.roleName(), "", List.of(finding)));
        }
    }

    private void add(String name, String text, LintContext context) {
        linted.add(new LintedPolicyText(name, text, PolicyLinter.lint(text, context.with(tables))));
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
