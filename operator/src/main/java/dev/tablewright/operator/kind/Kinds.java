package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;
import dev.tablewright.operator.managed.Naming;
import dev.tablewright.operator.managed.Neighbours;
import dev.tablewright.operator.managed.Reference;
import dev.tablewright.operator.managed.Reference.Value;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** All kinds that there are, in both scopes. */
public final class Kinds {
    private Kinds() {}

    /**
     * Returns them.
     *
     * @param random used by several threads
     * @param neighbours the other objects of the cluster
     */
    public static List<ManagedKind<? extends Managed>> all(
            InstantSource clock,
            RandomGenerator random,
            Neighbours neighbours,
            Namespaces namespaces) {
        Steps steps = new Steps(clock, random);
        Tables tables = new Tables(steps);
        Handover handover = new Handover(neighbours, clock);
        Policies policies = new Policies(steps, handover);
        Attachments attachments = new Attachments(steps, handover);
        Roles roles = new Roles();
        TokenProviders providers = new TokenProviders();
        List<Reference> ofAttachments =
                List.of(
                        one("policyArn", "Policy", "policies", Value.ARN),
                        one("role", "Role", "roles", Value.EXTERNAL_NAME));
        List<Reference> ofRoles =
                List.of(
                        new Reference(
                                "managedPolicyArns", true, "iam", "Policy", "policies", Value.ARN));
        Vaults vaults = new Vaults();
        Plans plans = new Plans();
        Selections selections = new Selections();
        List<Reference> ofPlans =
                List.of(
                        new Reference(
                                "rule[].targetVaultName",
                                false,
                                "backup",
                                "Vault",
                                "vaults",
                                Value.EXTERNAL_NAME));
        List<Reference> ofSelections =
                List.of(
                        new Reference(
                                "planId", false, "backup", "Plan", "plans", Value.EXTERNAL_NAME),
                        one("iamRoleArn", "Role", "roles", Value.ARN),
                        new Reference("resources", true, "dynamodb", "Table", "tables", Value.ARN));
        return List.of(
                new ManagedKind<>(NamespacedTable.class, Naming.BY_OBJECT, tables, List.of()),
                new ManagedKind<>(ClusterTable.class, Naming.BY_OBJECT, tables, List.of()),
                new ManagedKind<>(NamespacedPolicy.class, Naming.BY_OBJECT, policies, List.of()),
                new ManagedKind<>(ClusterPolicy.class, Naming.BY_OBJECT, policies, List.of()),
                new ManagedKind<>(
                        NamespacedAttachment.class, Naming.BY_SETTINGS, attachments, ofAttachments),
                new ManagedKind<>(
                        ClusterAttachment.class, Naming.BY_SETTINGS, attachments, ofAttachments),
                new ManagedKind<>(NamespacedRole.class, Naming.BY_OBJECT, roles, ofRoles),
                new ManagedKind<>(ClusterRole.class, Naming.BY_OBJECT, roles, ofRoles),
                new ManagedKind<>(
                        NamespacedProvider.class, Naming.BY_SETTINGS, providers, List.of()),
                new ManagedKind<>(ClusterProvider.class, Naming.BY_SETTINGS, providers, List.of()),
                new ManagedKind<>(NamespacedVault.class, Naming.BY_OBJECT, vaults, List.of()),
                new ManagedKind<>(ClusterVault.class, Naming.BY_OBJECT, vaults, List.of()),
                new ManagedKind<>(NamespacedPlan.class, Naming.BY_PROVIDER, plans, ofPlans),
                new ManagedKind<>(ClusterPlan.class, Naming.BY_PROVIDER, plans, ofPlans),
                new ManagedKind<>(
                        NamespacedSelection.class, Naming.BY_PROVIDER, selections, ofSelections),
                new ManagedKind<>(
                        ClusterSelection.class, Naming.BY_PROVIDER, selections, ofSelections),
                new ManagedKind<>(
                        TableRestore.class,
                        Naming.BY_SETTINGS,
                        new Restores(clock, namespaces),
                        List.of(
                                new Reference(
                                        "sourceTable",
                                        false,
                                        "dynamodb",
                                        "Table",
                                        "tables",
                                        Value.EXTERNAL_NAME))),
                new ManagedKind<>(
                        Environment.class,
                        Naming.BY_SETTINGS,
                        new Environments(steps, namespaces),
                        List.of()));
    }

    private static Reference one(String field, String kind, String plural, Value value) {
        return new Reference(field, false, "iam", kind, plural, value);
    }
}
