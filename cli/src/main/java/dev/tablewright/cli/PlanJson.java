package dev.tablewright.cli;

import dev.tablewright.controlplane.cost.CapacityChange;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as a program reads it. New members may come; those there are stay (version 1). */
final class PlanJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanJson() {}

    /**
     * Writes a plan.
     *
     * @param cost null when the plan changes nothing about it
     */
    static String of(Plan plan, @Nullable CapacityChange cost, Release release, String target) {
        List<Object> steps = new ArrayList<>();
        plan.steps().forEach(step -> steps.add(step(step)));
        List<Object> access = new ArrayList<>();
        plan.access()
                .forEach(
                        change -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            boolean role = change.principal().kind() == Principal.Kind.ROLE;
                            if (role) {
                                entry.put("role", change.principal().name());
                            }
                            entry.put("principal", change.principal().toString());
                            entry.put(
                                    "direction",
                                    change.direction().name().toLowerCase(Locale.ROOT));
                            entry.put("actions", List.copyOf(change.actions()));
                            entry.put("resource", change.resource());
                            access.add(entry);
                        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("namespace", release.namespace());
        document.put("release", release.name());
        document.put("target", target);
        document.put("hasChanges", plan.hasChanges());
        document.put("waits", plan.hasWaits());
        document.put("refused", !plan.refusals().isEmpty());
        document.put("steps", steps);
        document.put("access", access);
        document.put("accessStays", plan.accessStays());
        if (cost != null) {
            document.put("monthlyCost", CostReport.json(cost));
        }
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> step(Step step) {
        String name = step.getClass().getSimpleName();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("action", name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
        entry.put("subject", step.subject());
        entry.put("change", step.isChange());
        entry.put("description", StepText.of(step));
        if (step instanceof Step.Refuse refuse && refuse.values() != null) {
            entry.put("values", refuse.values());
        }
        if (step instanceof Step.Wait wait) {
            entry.put("opens", wait.opens().toString());
        }
        return entry;
    }
}
