package dev.tablewright.controlplane.access;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What values declare, as if it were there already and nothing else. */
public final class DeclaredAccess {
    /** Stands for the account where the values name none: every ARN needs one. */
    public static final AwsAccount NOWHERE = new AwsAccount("aws", "000000000000");

    private DeclaredAccess() {}

    /**
     * Returns the access that {@code declared} asks for.
     *
     * @param account that {@code declared} was worked out for
     */
    public static AccessSnapshot of(DesiredState declared, AwsAccount account) {
        List<PrincipalFacts> principals = new ArrayList<>();
        for (RoleAccess role : declared.roles()) {
            principals.add(role(role, account));
        }
        List<TableFacts> tables = new ArrayList<>();
        for (DesiredTable table : declared.tables()) {
            tables.add(table(table, account));
        }
        return new AccessSnapshot(
                account.partition(),
                account.id(),
                principals,
                tables,
                Map.of(),
                List.of("anything but the values: what else the roles may do, and what denies"));
    }

    private static PrincipalFacts role(RoleAccess role, AwsAccount account) {
        List<AttachedPolicy> policies = new ArrayList<>();
        for (PolicyPart part : role.parts()) {
            policies.add(
                    new AttachedPolicy(
                            part.name(),
                            true,
                            PolicyDocument.parse(part.document(), PolicyKind.MANAGED)));
        }
        return new PrincipalFacts(
                PrincipalFacts.Kind.ROLE,
                role.role(),
                "arn:" + account.partition() + ":iam::" + account.id() + ":role/" + role.role(),
                "",
                Map.of(),
                new AppliedPolicies(policies, null, null),
                Map.of(),
                List.of());
    }

    private static TableFacts table(DesiredTable table, AwsAccount account) {
        return new TableFacts(
                table.address().region(),
                table.address().name(),
                "arn:"
                        + account.partition()
                        + ":dynamodb:"
                        + table.address().region()
                        + ":"
                        + account.id()
                        + ":table/"
                        + table.address().name(),
                table.spec().definition(),
                table.spec().tags(),
                null,
                List.of(),
                null,
                Boolean.TRUE.equals(table.spec().deletionProtection()));
    }
}
