package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Selections of a plan of AWS Backup; the service gives them their ids, and never changes one. One
 * call a poll.
 */
final class Selections implements Connecting {
    private static final Map<String, String> PLAIN =
            Map.of(
                    "name", "SelectionName",
                    "iamRoleArn", "IamRoleArn",
                    "resources", "Resources",
                    "notResources", "NotResources");
    private static final Map<String, String> TAG =
            Map.of("type", "ConditionType", "key", "ConditionKey", "value", "ConditionValue");

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        String plan = Trees.text(object.forProvider().get("planId"));
        if (plan == null) {
            throw new ExternalFailure("spec.forProvider.planId is a required parameter");
        }
        return new Selection(object, BackupCalls.of(provider.target(), object.forProvider()), plan);
    }

    /** One selection, for one reconcile. */
    private static final class Selection implements External {
        private final ManagedObject object;
        private final BackupCalls calls;
        private final String path;

        Selection(ManagedObject object, BackupCalls calls, String plan) {
            this.object = object;
            this.calls = calls;
            this.path = "/backup/plans/" + BackupPlans.encoded(plan) + "/selections/";
        }

        /** As the API has it. */
        private Map<String, Object> wanted() {
            Map<String, Object> fields = object.forProvider();
            Map<String, Object> selection = BackupCalls.renamed(fields, PLAIN);
            List<Map<String, Object>> tags =
                    Trees.maps(fields.get("selectionTag")).stream()
                            .map(one -> BackupCalls.renamed(one, TAG))
                            .toList();
            if (!tags.isEmpty()) {
                selection.put("ListOfTags", tags);
            }
            Map<String, Object> conditions = new LinkedHashMap<>();
            for (Map<String, Object> block : Trees.maps(fields.get("condition"))) {
                block.forEach(
                        (operator, values) ->
                                conditions.put(
                                        operator.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + operator.substring(1),
                                        Trees.maps(values).stream()
                                                .map(one -> BackupCalls.renamed(one, TAG))
                                                .toList()));
            }
            if (!conditions.isEmpty()) {
                selection.put("Conditions", conditions);
            }
            return selection;
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
                        @Nullable JsonNode there = calls.find(path + BackupPlans.encoded(id));
                        return there == null ? new Observation.Missing() : look(id, there);
                    });
        }

        private Observation look(String id, JsonNode there) {
            JsonNode is = there.path("BackupSelection");
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("id", id);
            view.put("name", is.path("SelectionName").asString(""));
            view.put("planId", there.path("BackupPlanId").asString(""));
            return BackupCalls.has(is, wanted())
                    ? new Observation.Present(State.UP_TO_DATE, view, List.of())
                    : new Observation.Present(
                            State.DIFFERS,
                            view,
                            List.of(
                                    new Difference(
                                            "selection", is.toString(), wanted().toString())));
        }

        @Override
        public String create() throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () ->
                            calls.put(path, Map.of("BackupSelection", wanted()))
                                    .path("SelectionId")
                                    .asString(""));
        }

        @Override
        public void update() throws ExternalFailure {
            throw Failures.replacement("name, iamRoleArn, resources, selectionTag or condition");
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            String id = Objects.requireNonNull(object.externalName());
            Failures.translated(
                    () -> {
                        calls.delete(path + BackupPlans.encoded(id));
                        return true;
                    });
        }
    }
}
