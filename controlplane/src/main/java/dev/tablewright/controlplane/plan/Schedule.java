package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.TableAddress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which steps of a plan wait for which others, so that the rest can be done side by side. Pure, and
 * worked out from the steps alone: a plan that comes from a file is trusted no further.
 *
 * <ul>
 *   <li>Steps about one table are a lane: one after the other, in the plan's order. So are all
 *       steps about principals and policies that have to do with each other; among them stand
 *       attaching before detaching, and a policy that takes over a grant before the one that hands
 *       it over.
 *   <li>A policy is written after the first step on each table that it names: that step makes the
 *       table, or finds out whether it is still ours.
 *   <li>Quotas come before all access.
 *   <li>Tables are deleted when all else is done, and policies after them.
 * </ul>
 *
 * <p>A step only ever waits for steps that stand before it in the plan, and is never of an earlier
 * phase than those: so there is no circle, and each step's turn comes.
 */
public final class Schedule {
    private static final Pattern TABLE =
            Pattern.compile("arn:[^:]*:dynamodb:([^:]*):[^:]*:table/([^/ ]+).*");

    /** When a step is done: a phase begins when the one before it has ended. */
    public enum Phase {
        /** Tables are made and changed, access is given and taken. */
        WORK,
        /** Tables that left the values go; only if nothing of the work failed. */
        TABLES_GO,
        /**
         * Policies go, which say where tables may be left, and roles; only if no table was left.
         */
        POLICIES_GO
    }

    /** What a lane is about: tables and access have quotas of their own with AWS. */
    public enum Kind {
        /** A table. */
        TABLE,
        /** Principals and their policies. */
        ACCESS,
        /** The quota of an environment. */
        QUOTA
    }

    /**
     * A step with what it waits for.
     *
     * @param position in the plan
     * @param needs positions of what must have been done, beside the steps before it in its lane
     */
    public record Entry(int position, Step step, Phase phase, Set<Integer> needs) {
        /** Copies the set. */
        public Entry {
            needs = Set.copyOf(needs);
        }
    }

    /** Steps to be done one after the other. */
    public record Lane(Kind kind, List<Entry> entries) {
        /** Copies the list. */
        public Lane {
            entries = List.copyOf(entries);
        }
    }

    private final Groups groups = new Groups();
    private final Map<TableAddress, Integer> firstOnTable = new LinkedHashMap<>();
    private final Set<Integer> quotas = new HashSet<>();

    /** Of the steps seen so far, by position. */
    private final Map<Integer, Phase> phases = new HashMap<>();

    private Schedule() {}

    /**
     * Returns the lanes of a plan, in the order of their first steps; they may run side by side.
     */
    public static List<Lane> of(Plan plan) {
        return new Schedule().lanes(plan.steps());
    }

    private List<Lane> lanes(List<Step> steps) {
        steps.forEach(step -> groups.join(subjects(step)));
        Map<String, List<Entry>> entries = new LinkedHashMap<>();
        Map<String, Kind> kinds = new HashMap<>();
        for (int position = 0; position < steps.size(); position++) {
            Step step = steps.get(position);
            List<String> subjects = subjects(step);
            if (!subjects.isEmpty()) {
                String lane = groups.of(subjects.getFirst());
                List<Entry> before = entries.computeIfAbsent(lane, _ -> new ArrayList<>());
                before.add(entry(position, step, before));
                kinds.put(lane, kind(step));
            }
        }
        return entries.entrySet().stream()
                .map(
                        lane ->
                                new Lane(
                                        kinds.getOrDefault(lane.getKey(), Kind.ACCESS),
                                        lane.getValue()))
                .toList();
    }

    private Entry entry(int position, Step step, List<Entry> before) {
        Set<Integer> needs = new HashSet<>();
        switch (step) {
            case Step.OnTable onTable -> firstOnTable.putIfAbsent(onTable.table(), position);
            case Step.OnQuota _ -> quotas.add(position);
            case Step.CreatePolicy create -> needs.addAll(namedBy(create.document()));
            case Step.ReplacePolicy replace -> needs.addAll(namedBy(replace.document()));
            default -> {}
        }
        if (kind(step) == Kind.ACCESS) {
            needs.addAll(quotas);
        }
        Phase phase = phase(step);
        if (!before.isEmpty()) {
            phase = later(phase, before.getLast().phase());
        }
        for (Integer need : needs) {
            phase = later(phase, phases.getOrDefault(need, phase));
        }
        phases.put(position, phase);
        return new Entry(position, step, phase, needs);
    }

    private static Phase later(Phase a, Phase b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** By itself; it may have to be later because of what it waits for. */
    private static Phase phase(Step step) {
        return switch (step) {
            case Step.DeleteTable _ -> Phase.TABLES_GO;
            case Step.DeletePolicy _ -> Phase.POLICIES_GO;
            // The role's policies are gone by then.
            case Step.DeleteRole _ -> Phase.POLICIES_GO;
            default -> Phase.WORK;
        };
    }

    private static Kind kind(Step step) {
        return switch (step) {
            case Step.OnTable _, Step.Await _, Step.Wait _ -> Kind.TABLE;
            case Step.OnQuota _ -> Kind.QUOTA;
            default -> Kind.ACCESS;
        };
    }

    /** What a step has to do with; nothing for what is only said. */
    private static List<String> subjects(Step step) {
        return switch (step) {
            case Step.OnTable onTable -> List.of("table " + onTable.table());
            case Step.Await(var table) -> List.of("table " + table);
            case Step.Wait wait -> List.of("table " + wait.change().table());
            case Step.OnQuota _ -> List.of("quotas");
            case Step.ReplacePolicy replace -> {
                List<String> subjects = new ArrayList<>(List.of(policy(replace.name())));
                replace.holders().stream().map(Principal::toString).forEach(subjects::add);
                yield subjects;
            }
            case Step.CreatePolicy create -> List.of(policy(create.name()));
            case Step.DeletePolicy delete -> List.of(policy(delete.name()));
            case Step.SetPolicyTags tags -> List.of(policy(tags.name()));
            case Step.Attach attach ->
                    List.of(attach.principal().toString(), policy(attach.policy()));
            case Step.Detach detach ->
                    List.of(detach.principal().toString(), policy(detach.policy()));
            case Step.OnPrincipal onPrincipal -> subjects(onPrincipal);
            case Step.OnRole onRole -> List.of(Principal.role(onRole.role()).toString());
            case Step.OnProvider onProvider -> List.of(onProvider.subject());
            case Step.Keep _, Step.Note _, Step.Differs _, Step.Refuse _ -> List.of();
        };
    }

    private static List<String> subjects(Step.OnPrincipal step) {
        String principal = step.principal().toString();
        return switch (step) {
            case Step.CreatePrincipal create when create.boundary() != null ->
                    List.of(principal, policy(create.boundary()));
            case Step.SetBoundary set -> List.of(principal, policy(set.policy()));
            case Step.RemoveBoundary remove -> List.of(principal, policy(remove.policy()));
            case Step.Join join -> List.of(principal, Principal.group(join.group()).toString());
            case Step.Leave leave -> List.of(principal, Principal.group(leave.group()).toString());
            case Step.CreatePrincipal _,
                    Step.TagPrincipal _,
                    Step.UntagPrincipal _,
                    Step.DeletePrincipal _ ->
                    List.of(principal);
        };
    }

    private static String policy(String name) {
        return "policy " + name;
    }

    private Set<Integer> namedBy(String document) {
        Set<Integer> steps = new HashSet<>();
        for (String resource : PolicyMeaning.of(document).actions().keySet()) {
            Matcher arn = TABLE.matcher(resource);
            if (arn.matches()) {
                steps.addAll(named(arn.group(1), arn.group(2)));
            }
        }
        return steps;
    }

    private Set<Integer> named(String region, String name) {
        Integer exactly = firstOnTable.get(new TableAddress(region, name));
        if (exactly != null) {
            return Set.of(exactly);
        }
        if (!(region + name).contains("*") && !(region + name).contains("?")) {
            return Set.of();
        }
        Pattern regions = pattern(region);
        Pattern names = pattern(name);
        return firstOnTable.entrySet().stream()
                .filter(entry -> regions.matcher(entry.getKey().region()).matches())
                .filter(entry -> names.matcher(entry.getKey().name()).matches())
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private static Pattern pattern(String wildcards) {
        return Pattern.compile(
                wildcards
                        .chars()
                        .mapToObj(
                                c ->
                                        switch (c) {
                                            case '*' -> ".*";
                                            case '?' -> ".";
                                            default -> Pattern.quote(Character.toString(c));
                                        })
                        .collect(Collectors.joining()));
    }

    /** Names that belong together, by having been named together. */
    private static final class Groups {
        private final Map<String, String> towards = new HashMap<>();

        void join(List<String> names) {
            for (String name : names) {
                String first = of(names.getFirst());
                String other = of(name);
                if (!first.equals(other)) {
                    // The smaller name stands for both, whatever the order of the steps.
                    TreeSet<String> both = new TreeSet<>(Set.of(first, other));
                    towards.put(both.last(), both.first());
                }
            }
        }

        String of(String name) {
            String root = name;
            for (String next = towards.get(root); next != null; next = towards.get(root)) {
                root = next;
            }
            if (!root.equals(name)) {
                towards.put(name, root);
            }
            return root;
        }
    }
}
