package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.desired.Grant;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.plan.AccessChange;
import dev.tablewright.controlplane.plan.AccessChange.Direction;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A plan as a person reads it. */
final class PlanText {
    private static final String INDEXES = "/index/*";

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
        String line = step.subject() + ": " + StepText.of(step);
        text.append("  ").append(marked(step, line)).append('\n');
    }

    private String marked(Step step, String line) {
        return switch (step) {
            case Step.CreateTable _,
                    Step.CreatePolicy _,
                    Step.CreateIndex _,
                    Step.Attach _,
                    Step.CreatePrincipal _,
                    Step.Join _ ->
                    console.inked(Ink.ADDED, "+ " + line);
            case Step.DeleteTable _,
                    Step.DeletePolicy _,
                    Step.DeleteIndex _,
                    Step.Detach _,
                    Step.DeletePrincipal _,
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

    /** A table and its indexes are one line; so are all tables with the same actions. */
    private void direction(List<AccessChange> changes, Direction direction, String verb, Ink ink) {
        Map<String, NavigableSet<String>> byResource = new LinkedHashMap<>();
        changes.stream()
                .filter(change -> change.direction() == direction)
                .forEach(
                        change ->
                                byResource.put(change.resource(), new TreeSet<>(change.actions())));
        Map<NavigableSet<String>, List<String>> byActions = new LinkedHashMap<>();
        byResource.forEach(
                (resource, actions) -> {
                    if (!isCoveredByItsTable(resource, actions, byResource)) {
                        byActions
                                .computeIfAbsent(actions, _ -> new ArrayList<>())
                                .add(named(resource, actions, byResource));
                    }
                });
        byActions.forEach(
                (actions, resources) -> {
                    text.append("    ")
                            .append(console.inked(ink, verb + words(actions)))
                            .append(" on\n");
                    resources.forEach(name -> text.append("        ").append(name).append('\n'));
                    text.append("      (").append(bare(actions)).append(")\n");
                });
    }

    private static boolean isCoveredByItsTable(
            String resource, Set<String> actions, Map<String, NavigableSet<String>> all) {
        return resource.endsWith(INDEXES)
                && actions.equals(
                        all.get(resource.substring(0, resource.length() - INDEXES.length())));
    }

    private static String named(
            String resource, Set<String> actions, Map<String, NavigableSet<String>> all) {
        String name = resource.replaceFirst("^arn:[^:]*:dynamodb:([^:]*):[^:]*:table/", "$1 ");
        String where =
                name.equals(resource)
                        ? resource
                        : "table "
                                + name.substring(name.indexOf(' ') + 1)
                                + " ("
                                + name.substring(0, name.indexOf(' '))
                                + ")";
        return actions.equals(all.get(resource + INDEXES)) ? where + " and its indexes" : where;
    }

    /** Names a set of actions by the kind of grant that it is, where it is one. */
    private static String words(Set<String> actions) {
        Set<String> rest = new TreeSet<>(actions);
        rest.remove("dynamodb:DescribeTable");
        for (Grant grant : Grant.values()) {
            Set<String> whole = new TreeSet<>(grant.actions());
            whole.remove("dynamodb:DescribeTable");
            if (rest.equals(whole)) {
                return switch (grant) {
                    case READ -> "read";
                    case WRITE -> "write";
                    case READ_AND_WRITE -> "read and write";
                };
            }
        }
        return actions.size() + (actions.size() == 1 ? " action" : " actions");
    }

    private static String bare(Set<String> actions) {
        return actions.stream()
                .map(action -> action.replaceFirst("^dynamodb:", ""))
                .collect(Collectors.joining(", "));
    }

    private void refusals(Plan plan) {
        if (plan.refusals().isEmpty()) {
            return;
        }
        text.append("\nRefused\n");
        plan.refusals().forEach(this::step);
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
        long principals = plan.only(Step.OnPrincipal.class).size();
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
