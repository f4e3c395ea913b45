package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plans of AWS Backup; the service gives them their ids. Two calls a poll. */
final class Plans implements Connecting {
    private static final String PATH = "/backup/plans/";
    private static final Map<String, String> LIFECYCLE =
            Map.of(
                    "deleteAfter", "DeleteAfterDays",
                    "coldStorageAfter", "MoveToColdStorageAfterDays",
                    "optInToArchiveForSupportedResources", "OptInToArchiveForSupportedResources");
    private static final Map<String, String> RULE =
            Map.of(
                    "ruleName", "RuleName",
                    "targetVaultName", "TargetBackupVaultName",
                    "schedule", "ScheduleExpression",
                    "scheduleExpressionTimezone", "ScheduleExpressionTimezone",
                    "startWindow", "StartWindowMinutes",
                    "completionWindow", "CompletionWindowMinutes",
                    "enableContinuousBackup", "EnableContinuousBackup",
                    "recoveryPointTags", "RecoveryPointTags");
    private static final Map<String, String> ADVANCED =
            Map.of("resourceType", "ResourceType", "backupOptions", "BackupOptions");

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        if (object.forProvider().containsKey("scanSetting")) {
            throw new ExternalFailure("spec.forProvider.scanSetting is not served");
        }
        return new Plan(object, BackupCalls.of(provider.target(), object.forProvider()));
    }

    /** One plan, for one reconcile. */
    private static final class Plan implements External {
        private final ManagedObject object;
        private final BackupCalls calls;
        private final Map<String, Object> fields;
        private final Map<String, String> tags;
        private final Release release;
        private @Nullable Seen seen;

        private record Seen(String arn, boolean same, TagChange tags, Owner owner) {}

        Plan(ManagedObject object, BackupCalls calls) throws ExternalFailure {
            this.object = object;
            this.calls = calls;
            this.fields = object.forProvider();
            Map<String, String> written = Trees.textMap(fields.get("tags"));
            this.release = Ownership.of(object, written);
            this.tags = new LinkedHashMap<>(release.ownerTags());
            this.tags.putAll(written);
        }

        private static String path(String id) {
            return PATH + BackupPlans.encoded(id);
        }

        /** As the API has it. */
        private Map<String, Object> wanted() {
            Map<String, Object> plan = new LinkedHashMap<>();
            plan.put("BackupPlanName", String.valueOf(fields.get("name")));
            plan.put("Rules", Trees.maps(fields.get("rule")).stream().map(Plan::rule).toList());
            List<Map<String, Object>> advanced =
                    Trees.maps(fields.get("advancedBackupSetting")).stream()
                            .map(one -> BackupCalls.renamed(one, ADVANCED))
                            .toList();
            if (!advanced.isEmpty()) {
                plan.put("AdvancedBackupSettings", advanced);
            }
            return plan;
        }

        private static Map<String, Object> rule(Map<String, Object> written) {
            Map<String, Object> rule = BackupCalls.renamed(written, RULE);
            lifecycle(written, rule);
            List<Map<String, Object>> copies = new ArrayList<>();
            for (Map<String, Object> copy : Trees.maps(written.get("copyAction"))) {
                Map<String, Object> action =
                        BackupCalls.renamed(
                                copy, Map.of("destinationVaultArn", "DestinationBackupVaultArn"));
                lifecycle(copy, action);
                copies.add(action);
            }
            if (!copies.isEmpty()) {
                rule.put("CopyActions", copies);
            }
            return rule;
        }

        private static void lifecycle(Map<String, Object> written, Map<String, Object> into) {
            Map<String, Object> lifecycle =
                    BackupCalls.renamed(Trees.map(written.get("lifecycle")), LIFECYCLE);
            // Zero is how Crossplane writes "never".
            lifecycle.values().removeIf(value -> value.equals(0));
            if (!lifecycle.isEmpty()) {
                into.put("Lifecycle", lifecycle);
            }
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            @Nullable String id = object.externalName();
            if (id == null) {
                return new Observation.Missing();
            }
            return Failures.translated(
                    () -> {
                        @Nullable JsonNode there = calls.find(path(id) + "/");
                        return there == null || there.path("DeletionDate").isNumber()
                                ? new Observation.Missing()
                                : look(id, there);
                    });
        }

        private Observation look(String id, JsonNode there) {
            String arn = there.path("BackupPlanArn").asString("");
            Map<String, String> is = calls.tags(arn);
            TagChange change = TagChange.between(is, tags, fields.containsKey("tags"));
            boolean same = BackupCalls.has(there.path("BackupPlan"), wanted());
            seen = new Seen(arn, same, change, Owner.of(is));
            List<Difference> differences = new ArrayList<>(change.differences());
            if (!same) {
                differences.add(
                        new Difference(
                                "rule", there.path("BackupPlan").toString(), wanted().toString()));
            }
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", arn);
            view.put("id", id);
            view.put("name", there.path("BackupPlan").path("BackupPlanName").asString(""));
            view.put("version", there.path("VersionId").asString(""));
            view.put("tags", is);
            view.put("tagsAll", is);
            return new Observation.Present(
                    same && change.isEmpty() ? State.UP_TO_DATE : State.DIFFERS, view, differences);
        }

        @Override
        public String create() throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () ->
                            calls.put(PATH, Map.of("BackupPlan", wanted(), "BackupPlanTags", tags))
                                    .path("BackupPlanId")
                                    .asString(""));
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String id = Objects.requireNonNull(object.externalName());
            Failures.translated(
                    () -> {
                        calls.change(there.arn(), there.tags());
                        if (!there.same()) {
                            var _ = calls.post(path(id), Map.of("BackupPlan", wanted()));
                        }
                        return true;
                    });
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String id = Objects.requireNonNull(object.externalName());
            Failures.translated(
                    () -> {
                        calls.delete(path(id));
                        return true;
                    });
        }
    }
}
