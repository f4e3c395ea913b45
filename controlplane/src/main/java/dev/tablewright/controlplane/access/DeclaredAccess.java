package dev.tablewright.controlplane.access;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredPrincipal;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        Set<Principal> all = new TreeSet<>();
        for (PolicySet set : declared.policies()) {
            all.addAll(people(declared, set));
        }
        all.forEach(principal -> principals.add(principal(declared, principal, account)));
        List<TableFacts> tables = new ArrayList<>();
        for (DesiredTable table : declared.tables()) {
            tables.add(table(table, account));
        }
        return new AccessSnapshot(
                account.partition(),
                account.id(),
                tables.stream().map(TableFacts::region).collect(Collectors.toSet()),
                principals,
                tables,
                Map.of(),
                List.of("anything but the values: what else the roles may do, and what denies"));
    }

    /** Returns the users and roles that hold a set of policies, members of groups among them. */
    private static List<Principal> people(DesiredState declared, PolicySet set) {
        List<Principal> people = new ArrayList<>();
        for (Principal holder : set.holders()) {
            if (holder.kind() != Principal.Kind.GROUP) {
                people.add(holder);
                continue;
            }
            for (DesiredPrincipal group : declared.principals()) {
                if (group.principal().equals(holder)) {
                    group.members().forEach(member -> people.add(Principal.user(member)));
                }
            }
        }
        return people;
    }

    private static PrincipalFacts principal(
            DesiredState declared, Principal principal, AwsAccount account) {
        List<AttachedPolicy> policies = new ArrayList<>();
        AttachedPolicy boundary = null;
        for (PolicySet set : declared.policies()) {
            if (people(declared, set).contains(principal)) {
                for (PolicyPart part : set.parts()) {
                    AttachedPolicy policy = policy(part);
                    if (set.use() == PolicySet.Use.BOUNDARY) {
                        boundary = policy;
                    } else {
                        policies.add(policy);
                    }
                }
            }
        }
        Map<String, String> tags = new LinkedHashMap<>();
        declared.principals().stream()
                .filter(wanted -> wanted.principal().equals(principal))
                .forEach(wanted -> tags.putAll(wanted.tags()));
        return new PrincipalFacts(
                principal.kind() == Principal.Kind.USER
                        ? PrincipalFacts.Kind.USER
                        : PrincipalFacts.Kind.ROLE,
                principal.name(),
                "arn:"
                        + account.partition()
                        + ":iam::"
                        + account.id()
                        + ":"
                        + principal.kind().word()
                        + "/"
                        + principal.name(),
                "",
                tags,
                new AppliedPolicies(policies, boundary, null),
                Map.of(),
                List.of());
    }

    private static AttachedPolicy policy(PolicyPart part) {
        return new AttachedPolicy(
                part.name(), true, PolicyDocument.parse(part.document(), PolicyKind.MANAGED));
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
                Boolean.TRUE.equals(
                        table.spec().settings().get(DeletionProtectionSetting.PROTECTION)));
    }
}
