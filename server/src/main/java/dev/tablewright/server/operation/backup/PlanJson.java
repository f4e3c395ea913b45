package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.BackupPlan;
import dev.tablewright.server.backup.Windows;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Plans, as they are sent and as they are shown. */
final class PlanJson {
    private static final String DAILY = "cron(0 5 ? * * *)";
    private static final String UTC = "Etc/UTC";

    private PlanJson() {}

    /** Reads the members of a plan; ids and time are not in it. */
    static BackupPlan.Version read(RequestReader plan) {
        String name = plan.requiredString("BackupPlanName");
        List<BackupPlan.Rule> rules = new ArrayList<>();
        for (RequestReader rule : plan.requiredStructures("Rules", "BackupRuleInput")) {
            rules.add(rule(rule));
        }
        List<BackupPlan.Option> options = new ArrayList<>();
        List<RequestReader> sent =
                plan.structures("AdvancedBackupSettings", "AdvancedBackupSetting");
        for (RequestReader option : sent == null ? List.<RequestReader>of() : sent) {
            options.add(
                    new BackupPlan.Option(
                            option.requiredString("ResourceType", Members.NAME),
                            Members.tags(option, "BackupOptions")));
        }
        refuse(plan, "ScanSettings");
        return new BackupPlan.Version("", Instant.EPOCH, name, rules, options);
    }

    /**
     * Requires what every plan must have, besides what the model says.
     *
     * @throws BackupException otherwise
     */
    static void requireRules(BackupPlan.Version plan) {
        if (plan.name().isEmpty() || plan.name().length() > 50) {
            throw BackupException.invalid("A backup plan name has 1 to 50 characters");
        }
        if (plan.rules().isEmpty()) {
            throw BackupException.invalid("A backup plan needs at least one rule");
        }
    }

    private static BackupPlan.Rule rule(RequestReader rule) {
        String name = rule.requiredString("RuleName", Members.NAME);
        String vault = rule.requiredString("TargetBackupVaultName", Members.VAULT_NAME);
        String schedule = rule.string("ScheduleExpression");
        String zone = rule.string("ScheduleExpressionTimezone");
        Long start = rule.number("StartWindowMinutes");
        Long completion = rule.number("CompletionWindowMinutes");
        long startMinutes = Objects.requireNonNullElse(start, Windows.START_MINUTES);
        refuse(rule, "CopyActions");
        refuse(rule, "IndexActions");
        refuse(rule, "ScanActions");
        if (rule.has("TargetLogicallyAirGappedBackupVaultArn")) {
            throw Members.unsupported("TargetLogicallyAirGappedBackupVaultArn");
        }
        if (rule.flag("EnableContinuousBackup")) {
            throw Members.unsupported("EnableContinuousBackup");
        }
        return new BackupPlan.Rule(
                "",
                name,
                vault,
                Objects.requireNonNullElse(schedule, DAILY),
                Objects.requireNonNullElse(zone, UTC),
                startMinutes,
                Objects.requireNonNullElse(completion, Windows.completionMinutes(startMinutes)),
                Members.lifecycle(rule),
                Members.tags(rule, "RecoveryPointTags"));
    }

    /** An empty list asks for nothing. */
    private static void refuse(RequestReader in, String member) {
        List<RequestReader> present = in.structures(member, member);
        if (present != null && !present.isEmpty()) {
            throw Members.unsupported(member);
        }
    }

    /** Writes what a plan says. */
    static void write(ResponseWriter out, BackupPlan.Version plan) {
        out.string("BackupPlanName", plan.name());
        out.objects("Rules", plan.rules(), PlanJson::write);
        options(out, plan);
    }

    private static void write(ResponseWriter out, BackupPlan.Rule rule) {
        out.string("RuleName", rule.name());
        out.string("TargetBackupVaultName", rule.vault());
        out.string("ScheduleExpression", rule.schedule());
        out.string("ScheduleExpressionTimezone", rule.zone());
        out.number("StartWindowMinutes", rule.startMinutes());
        out.number("CompletionWindowMinutes", rule.completionMinutes());
        Members.write(out, "Lifecycle", rule.lifecycle());
        if (!rule.recoveryPointTags().isEmpty()) {
            out.texts("RecoveryPointTags", rule.recoveryPointTags());
        }
        if (!rule.id().isEmpty()) {
            out.string("RuleId", rule.id());
        }
    }

    /** Writes the settings that are kept only. */
    static void options(ResponseWriter out, BackupPlan.Version plan) {
        if (!plan.options().isEmpty()) {
            out.objects(
                    "AdvancedBackupSettings",
                    plan.options(),
                    (inside, option) -> {
                        inside.string("ResourceType", option.resourceType());
                        inside.texts("BackupOptions", option.options());
                    });
        }
    }

    /** Writes a version of a plan as lists show it. */
    static void write(ResponseWriter out, BackupPlan plan, BackupPlan.Version version) {
        out.string("BackupPlanArn", plan.arn());
        out.string("BackupPlanId", plan.id());
        out.time("CreationDate", version.created());
        Members.time(out, "DeletionDate", plan.deleted());
        out.string("VersionId", version.id());
        out.string("BackupPlanName", version.name());
        Members.text(out, "CreatorRequestId", plan.requestId());
        Members.time(out, "LastExecutionDate", plan.lastRun());
        options(out, version);
    }
}
