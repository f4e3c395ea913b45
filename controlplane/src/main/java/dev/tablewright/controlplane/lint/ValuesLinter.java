package dev.tablewright.controlplane.lint;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.setting.ResourcePolicySetting;
import dev.tablewright.controlplane.setting.TablePolicy;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.Problem;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.policy.json.Position;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.LintContext;
import dev.tablewright.policy.lint.LintContext.AttachedTo;
import dev.tablewright.policy.lint.PolicyLinter;
import dev.tablewright.policy.lint.RuleInfo;
import dev.tablewright.policy.lint.Severity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lints one values file: the file itself, and the policies that it makes. */
public final class ValuesLinter {
    /** Of the policies that a role can have, so many are used before a warning is due. */
    private static final double NEARLY = 0.9;

    private final Values values;
    private final DesiredState desired;
    private final List<Finding> findings = new ArrayList<>();

    private ValuesLinter(Values values, DesiredState desired) {
        this.values = values;
        this.desired = desired;
    }

    /** Returns what is told of the rules for values files, by id. */
    public static List<RuleInfo> rules() {
        return Arrays.stream(ValuesRule.values()).map(ValuesRule::info).toList();
    }

    /**
     * Returns what there is to say of a values file, in its order.
     *
     * @param name of the file
     * @param release that the names and policies are made for
     */
    public static List<Finding> lint(String name, String text, Release release) {
        try {
            Values values = ValuesParser.parse(List.of(new ValuesParser.Source(name, text)));
            DesiredState desired =
                    DesiredState.of(values, release, AwsAccount.UNKNOWN, SourceTables.UNKNOWN);
            return new ValuesLinter(values, desired).lint();
        } catch (ValuesException e) {
            return e.problems().stream().map(ValuesLinter::mistake).toList();
        }
    }

    private static Finding mistake(Problem problem) {
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        return ValuesRule.CONTRACT
                .info()
                .finding(
                        new Position(problem.at().line(), problem.at().column()),
                        path + problem.wrong() + "; " + problem.right());
    }

    /** Returns the tables of the values as far as policies depend on them. */
    public static List<LintContext.KnownTable> tables(Values values, Release release)
            throws ValuesException {
        return DesiredState.of(values, release, AwsAccount.UNKNOWN, SourceTables.UNKNOWN)
                .tables()
                .stream()
                .map(
                        table ->
                                KnownTables.of(
                                        "arn:aws:dynamodb:"
                                                + table.address().region()
                                                + ":*:table/"
                                                + table.address().name(),
                                        table.spec().definition()))
                .toList();
    }

    private List<Finding> lint() {
        for (TableValues table : values.tables()) {
            roles(table);
            prefixes(table);
            indexes(table);
            recovery(table);
        }
        for (int i = 0; i < values.tables().size(); i++) {
            resourcePolicy(values.tables().get(i), desired.tables().get(i));
        }
        desired.roles().forEach(this::attachments);
        desired.policies().forEach(this::policies);
        findings.sort(
                Comparator.comparingInt((Finding f) -> f.position().line())
                        .thenComparingInt(f -> f.position().column()));
        return List.copyOf(findings);
    }

    private void roles(TableValues table) {
        if (table.readRoles().isEmpty()
                && table.writeRoles().isEmpty()
                && table.streamRoles().isEmpty()
                && table.searchRoles().isEmpty()
                && values.environments().isEmpty()) {
            add(
                    ValuesRule.NO_ROLE,
                    table.path() + ".name",
                    table.name() + " is granted to no role");
        }
        for (int i = 0; i < table.writeRoles().size(); i++) {
            String role = table.writeRoles().get(i);
            if (!table.readRoles().contains(role)) {
                add(
                        ValuesRule.WRITE_ONLY,
                        table.path() + ".serviceAccountWriteRoles[" + i + "]",
                        role + " may write to " + table.name() + ", but not read it");
            }
        }
    }

    private void prefixes(TableValues table) {
        Set<String> longer = new TreeSet<>();
        for (TableValues other : values.tables()) {
            if (other.useIdpPrefix() == table.useIdpPrefix()
                    && !other.name().equals(table.name())
                    && other.name().startsWith(table.name())) {
                longer.add(other.name());
            }
        }
        if (!longer.isEmpty()) {
            add(
                    ValuesRule.PREFIX,
                    table.path() + ".name",
                    table.name() + "* would also match " + String.join(", ", longer));
        }
    }

    private void indexes(TableValues table) {
        if (!table.localSecondaryIndex().isEmpty()) {
            add(
                    ValuesRule.ITEM_COLLECTION,
                    table.path() + ".localSecondaryIndex",
                    "each "
                            + table.hashKey()
                            + " of "
                            + table.name()
                            + " may have 10 GB of items, local indexes included");
        }
        boolean granted = !table.readRoles().isEmpty() || !values.environments().isEmpty();
        if (!granted && !table.writeRoles().isEmpty()) {
            for (String field : List.of("localSecondaryIndex", "globalSecondaryIndex")) {
                boolean there =
                        field.startsWith("local")
                                ? !table.localSecondaryIndex().isEmpty()
                                : !table.globalSecondaryIndex().isEmpty();
                if (there) {
                    add(
                            ValuesRule.INDEX_UNREAD,
                            table.path() + "." + field,
                            "no role may query the indexes of " + table.name());
                }
            }
        }
    }

    private void recovery(TableValues table) {
        PointInTimeRecovery recovery =
                values.settings(table).get(PointInTimeRecoverySetting.RECOVERY);
        if (recovery != null && recovery.enabled()) {
            return;
        }
        String path =
                !table.settings().has(PointInTimeRecoverySetting.RECOVERY)
                        ? table.path() + ".name"
                        : table.path() + ".pointInTimeRecovery";
        add(ValuesRule.NO_RECOVERY, path, table.name() + " cannot be restored to a point in time");
        boolean deletes =
                values.deletionPolicy(table) == DeletionPolicy.DELETE
                        && values.managementPolicies(table) == ManagementPolicies.CONTROL;
        if (deletes
                && !Boolean.TRUE.equals(
                        values.settings(table).get(DeletionProtectionSetting.PROTECTION))) {
            add(
                    ValuesRule.GONE_FOR_GOOD,
                    table.deletionPolicy() == null
                            ? table.path() + ".name"
                            : table.path() + ".deletionPolicy",
                    "removing " + table.name() + " from the file deletes its items for good");
        }
    }

    /** The table's own policy, as it will be attached to it. */
    private void resourcePolicy(TableValues table, DesiredTable made) {
        TablePolicy policy = table.settings().get(ResourcePolicySetting.POLICY);
        if (policy == null) {
            return;
        }
        String account = values.accountId() == null ? "*" : values.accountId();
        String arn =
                "arn:"
                        + (values.partition() == null ? "aws" : values.partition())
                        + ":dynamodb:"
                        + made.address().region()
                        + ":"
                        + account
                        + ":table/"
                        + made.address().name();
        String document = ResourcePolicySetting.documentFor(policy, arn);
        if (document == null) {
            return;
        }
        for (Finding finding : PolicyLinter.lint(document, LintContext.NONE.ofResource(arn))) {
            findings.add(
                    new Finding(
                            finding.ruleId(),
                            finding.severity(),
                            place(table.path() + "." + ResourcePolicySetting.POLICY.name()),
                            "the policy of " + table.name() + ": " + finding.message(),
                            finding.why(),
                            null,
                            List.of()));
        }
    }

    private void attachments(RoleAccess access) {
        int used = access.parts().size();
        int most = values.maxPoliciesPerRole();
        if (used >= most * NEARLY) {
            findings.add(
                    PolicyLinter.attachments(
                            place(Principal.role(access.role())), access.role(), used, most));
        }
    }

    /** The policies are ours, but what they come to is the file's. */
    private void policies(PolicySet set) {
        if (set.use() == PolicySet.Use.BOUNDARY) {
            return;
        }
        Set<String> said = new HashSet<>();
        for (PolicyPart part : set.parts()) {
            for (Finding finding : PolicyLinter.lint(part.document(), context(set))) {
                // Policies are filled up to a mark below the limit, and then the next one begins.
                boolean full =
                        finding.ruleId().equals("DDB-SIZ-001")
                                && finding.severity() == Severity.WARNING;
                if (finding.severity() != Severity.INFO
                        && !full
                        && said.add(finding.ruleId() + finding.message())) {
                    findings.add(
                            new Finding(
                                    finding.ruleId(),
                                    finding.severity(),
                                    place(set.holders().getFirst()),
                                    "the policy " + part.name() + ": " + finding.message(),
                                    finding.why(),
                                    null,
                                    List.of()));
                }
            }
        }
    }

    private static LintContext context(PolicySet set) {
        boolean roles = set.holders().stream().allMatch(p -> p.kind() == Principal.Kind.ROLE);
        return LintContext.NONE.on(roles ? AttachedTo.ROLE : AttachedTo.UNKNOWN);
    }

    /** Returns where the file first names a principal. */
    private Position place(Principal principal) {
        for (TableValues table : values.tables()) {
            int read = table.readRoles().indexOf(principal.name());
            int write = table.writeRoles().indexOf(principal.name());
            if (read >= 0) {
                return place(table.path() + ".serviceAccountReadRoles[" + read + "]");
            }
            if (write >= 0) {
                return place(table.path() + ".serviceAccountWriteRoles[" + write + "]");
            }
        }
        return place("environments");
    }

    private Position place(String path) {
        var at = values.problems().place(path);
        return new Position(at.line(), at.column());
    }

    private void add(ValuesRule rule, String path, String message) {
        findings.add(rule.info().finding(place(path), message));
    }
}
