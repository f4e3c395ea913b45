package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.plan.AccessChange;
import dev.tablewright.controlplane.plan.AccessChange.Direction;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as a person reads it. */
final class PlanText {
    private final Console console;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Console console) {
        this.console = console;
    }

    static String of(Plan plan, Console console) {
        return new PlanText(console).write(plan);
    }

    private String write(Plan plan) {
        if (plan.steps().isEmpty()) {
            return "No changes: everything is as the values say.\n";
        }
        plan.steps().stream().filter(step -> !(step instanceof Step.Refuse)).forEach(this::step);
        access(plan);
        refusals(plan);
        text.append('\n').append(summary(plan)).append('\n');
        return text.toString();
    }

    private void step(Step step) {
        List<String> lines = StepText.lines(step);
        text.append("  ").append(marked(step, step.subject() + ": " + lines.getFirst()));
        text.append('\n');
        lines.stream().skip(1).forEach(more -> text.append("        ").append(more).append('\n'));
    }

    private String marked(Step step, String line) {
        return switch (step) {
            case Step.CreateTable _,
                    Step.CreatePolicy _,
                    Step.CreateIndex _,
                    Step.Attach _,
                    Step.CreatePrincipal _,
                    Step.CreateRole _,
                    Step.CreateProvider _,
                    Step.AddAudience _,
                    Step.Join _ ->
                    console.inked(Ink.ADDED, "+ " + line);
            case Step.DeleteTable _,
                    Step.DeletePolicy _,
                    Step.DeleteIndex _,
                    Step.Detach _,
                    Step.DeletePrincipal _,
                    Step.DeleteRole _,
                    Step.RemoveRoleTags _,
                    Step.Leave _,
                    Step.RemoveBoundary _,
                    Step.UntagPrincipal _,
                    Step.DeleteQuota _,
                    Step.RemoveTags _ ->
                    console.inked(Ink.REMOVED, "- " + line);
            case Step.SetTags _,
                    Step.SetCapacity _,
                    Step.Change _,
                    Step.SetPolicyTags _,
                    Step.SetBoundary _,
                    Step.ChangeRole _,
                    Step.SetRoleTags _,
                    Step.SetThumbprints _,
                    Step.TagPrincipal _,
                    Step.SetQuota _,
                    Step.ReplacePolicy _ ->
                    console.inked(Ink.CHANGED, "~ " + line);
            case Step.Wait _ -> console.inked(Ink.CHANGED, "… " + line);
            case Step.Differs _ -> console.inked(Ink.CHANGED, "≠ " + line);
            case Step.Refuse _ -> console.inked(Ink.REMOVED, "! " + line);
            case Step.Await _, Step.Keep _, Step.Note _ -> "  " + line;
        };
    }

    private void access(Plan plan) {
        List<AccessChange> changes = plan.access();
        if (changes.isEmpty()) {
            return;
        }
        text.append(
                plan.accessStays()
                        ? "\n"
                                + "Access, if it were applied (managementPolicies is Observe: it is"
                                + " not)\n"
                        : "\nAccess\n");
        Map<Principal, List<AccessChange>> byPrincipal =
                changes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        AccessChange::principal,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        byPrincipal.forEach(
                (principal, its) -> {
                    text.append("  ")
                            .append(principal.kind().word())
                            .append(' ')
                            .append(console.inked(Ink.STRONG, principal.name()))
                            .append('\n');
                    direction(its, Direction.GAINS, "+ gains ", Ink.ADDED);
                    direction(its, Direction.LOSES, "- loses ", Ink.REMOVED);
                });
    }

    private void direction(List<AccessChange> changes, Direction direction, String verb, Ink ink) {
        for (AccessRow row : AccessRow.of(changes, direction)) {
            text.append("    ").append(console.inked(ink, verb + row.words())).append(" on\n");
            row.resources().forEach(name -> text.append("        ").append(name).append('\n'));
            text.append("      (").append(row.actions()).append(")\n");
        }
    }

    private void refusals(Plan plan) {
        if (plan.refusals().isEmpty()) {
            return;
        }
        text.append("\nRefused\n");
        for (Step.Refuse refuse : plan.refusals()) {
            step(refuse);
            if (refuse.values() != null) {
                text.append("    The way there, ready for the values file:\n\n")
                        .append(refuse.values().indent(2))
                        .append('\n');
            }
        }
    }

    /** Says in one line what the plan comes to. */
    static String summary(Plan plan) {
        long refused = plan.refusals().size();
        if (refused > 0) {
            return refused
                    + (refused == 1 ? " refusal" : " refusals")
                    + ": nothing of this plan will be done.";
        }
        long waiting = plan.only(Step.Wait.class).size();
        if (!plan.hasChanges() && waiting > 0) {
            return "Nothing can be done now; "
                    + waiting
                    + (waiting == 1 ? " change waits." : " changes wait.");
        }
        if (!plan.hasChanges()) {
            return plan.only(Step.Differs.class).isEmpty()
                    ? "No changes."
                    : "No changes: managementPolicies is Observe, so the differences stay.";
        }
        long created = plan.only(Step.CreateTable.class).size();
        long deleted = plan.deletions().size();
        long changed =
                plan.only(Step.OnTable.class).stream()
                        .filter(step -> !(step instanceof Step.CreateTable))
                        .filter(step -> !(step instanceof Step.DeleteTable))
                        .map(Step.OnTable::table)
                        .filter(
                                table ->
                                        plan.only(Step.CreateTable.class).stream()
                                                .noneMatch(c -> c.table().equals(table)))
                        .distinct()
                        .count();
        long principals =
                (long) plan.only(Step.OnPrincipal.class).size()
                        + plan.only(Step.OnRole.class).size()
                        + plan.only(Step.OnProvider.class).size();
        long policies = plan.only(Step.OnPolicy.class).size();
        return "Tables: "
                + created
                + " to create, "
                + changed
                + " to change, "
                + deleted
                + " to delete. Steps on policies: "
                + policies
                + (principals == 0 ? "" : ", on users, groups and roles: " + principals)
                + (waiting == 0 ? "" : ". Changes that wait: " + waiting)
                + ".";
    }
}
