package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.AccessChange;
import dev.tablewright.controlplane.plan.AccessChange.Direction;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as a comment of a pull request: who gains or loses what comes first. */
final class PlanMarkdown {
    private final StringBuilder text = new StringBuilder();

    private PlanMarkdown() {}

    static String of(Plan plan, Release release, String target) {
        return new PlanMarkdown().write(plan, release, target);
    }

    private String write(Plan plan, Release release, String target) {
        text.append("## Plan of the ").append(release).append("\n\n");
        text.append(plan.steps().isEmpty() ? "No changes." : PlanText.summary(plan));
        text.append(" Target: ").append(MarkdownCell.of(target)).append(".\n");
        refusals(plan);
        access(plan);
        steps(plan);
        return text.toString();
    }

    private void refusals(Plan plan) {
        if (plan.refusals().isEmpty()) {
            return;
        }
        text.append("\n### Refused\n\n");
        for (Step.Refuse refuse : plan.refusals()) {
            text.append("- **").append(MarkdownCell.of(refuse.subject())).append("** ");
            text.append(MarkdownCell.of(refuse.reason())).append('\n');
            if (refuse.values() != null) {
                text.append("\n  ```yaml\n").append(refuse.values().indent(2)).append("  ```\n");
            }
        }
    }

    private void access(Plan plan) {
        if (plan.access().isEmpty()) {
            return;
        }
        text.append("\n### Access\n\n");
        if (plan.accessStays()) {
            text.append("If it were applied; managementPolicies is Observe, so it is not.\n\n");
        }
        text.append("| Who | | Access | On | Actions |\n|---|---|---|---|---|\n");
        Map<Principal, List<AccessChange>> byPrincipal =
                plan.access().stream()
                        .collect(
                                Collectors.groupingBy(
                                        AccessChange::principal,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byPrincipal.forEach(
                (principal, changes) -> {
                    rows(principal, "gains", AccessRow.of(changes, Direction.GAINS));
                    rows(principal, "**loses**", AccessRow.of(changes, Direction.LOSES));
                });
    }

    private void rows(Principal principal, String verb, List<AccessRow> rows) {
        for (AccessRow row : rows) {
            row(
                    MarkdownCell.of(principal.toString()),
                    verb,
                    MarkdownCell.of(row.words()),
                    row.resources().stream()
                            .map(MarkdownCell::of)
                            .collect(Collectors.joining("<br>")),
                    MarkdownCell.of(row.actions()));
        }
    }

    private void steps(Plan plan) {
        List<Step> steps =
                plan.steps().stream()
                        .filter(step -> !(step instanceof Step.Refuse))
                        .filter(step -> !(step instanceof Step.Await))
                        .toList();
        if (steps.isEmpty()) {
            return;
        }
        text.append("\n### Steps\n\n| | What | Change |\n|---|---|---|\n");
        steps.forEach(
                step ->
                        row(
                                step.isChange() ? "" : mark(step),
                                MarkdownCell.of(step.subject()),
                                MarkdownCell.of(StepText.of(step))));
    }

    private static String mark(Step step) {
        return switch (step) {
            case Step.Wait _ -> "waits";
            case Step.Note _ -> "note";
            case Step.Keep _ -> "stays";
            case Step.Differs _ -> "differs";
            default -> "";
        };
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
