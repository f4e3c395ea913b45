package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.DesiredEnvironment;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How environments that are looked after all the time compare with what is wanted of them. Nobody
 * says yes to each change, so no table is ever deleted by a plan: what would be is set apart here.
 *
 * @param observed without the tables that are set apart
 * @param plan of everything else
 * @param differences of everything else; only what is wanted is compared
 * @param departed environments that nobody asks for any more, but whose tables are there; they go
 *     by {@link Teardown} or not at all
 * @param sourceless tables of an environment that is wanted, but that copy nothing any more: what
 *     they copied is gone, or {@code like} names other tables
 * @param renamed tables that would be called otherwise now, which would be another, empty table
 */
public record EnvironmentLook(
        DesiredState desired,
        ObservedState observed,
        Plan plan,
        List<Step.Differs> differences,
        Set<String> departed,
        List<ObservedTable> sourceless,
        List<ObservedTable> renamed) {
    /** Compares. Pure. */
    public static EnvironmentLook of(DesiredState desired, ObservedState observed, Instant now) {
        Set<TableAddress> wanted =
                desired.tables().stream().map(DesiredTable::address).collect(Collectors.toSet());
        Set<String> environments =
                desired.environments().stream()
                        .map(DesiredEnvironment::name)
                        .collect(Collectors.toSet());
        Set<TableAddress> apart = new LinkedHashSet<>();
        Set<String> departed = new TreeSet<>();
        List<ObservedTable> sourceless = new ArrayList<>();
        List<ObservedTable> renamed = new ArrayList<>();
        for (ObservedTable table : observed.tables().values()) {
            if (wanted.contains(table.address()) || !isOf(desired, table)) {
                continue;
            }
            apart.add(table.address());
            String environment = Owner.environment(table.spec().tags()).orElse("");
            if (!environments.contains(environment)) {
                if (!environment.isEmpty()) {
                    departed.add(environment);
                }
            } else if (isThereBesides(desired, table)) {
                renamed.add(table);
            } else {
                sourceless.add(table);
            }
        }
        ObservedState rest = observed.without(apart);
        return new EnvironmentLook(
                desired,
                rest,
                Reconciliation.plan(desired, rest, now),
                Drift.of(desired, rest).differences(),
                departed,
                sourceless,
                renamed);
    }

    private static boolean isOf(DesiredState desired, ObservedTable table) {
        return Owner.of(table.spec().tags()).equals(new Owner.OwnedBy(desired.release()));
    }

    private static boolean isThereBesides(DesiredState desired, ObservedTable table) {
        return desired.tables().stream()
                .anyMatch(
                        other ->
                                Owner.table(other.spec().tags())
                                                .equals(Owner.table(table.spec().tags()))
                                        && Owner.environment(other.spec().tags())
                                                .equals(Owner.environment(table.spec().tags())));
    }

    /** Returns the wanted tables that there are, of whomever. */
    public List<ObservedTable> tables() {
        return desired.tables().stream()
                .map(table -> observed.tables().get(table.address()))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Whether anything of it is there. */
    public boolean exists() {
        return !departed.isEmpty()
                || !renamed.isEmpty()
                || !sourceless.isEmpty()
                || tables().stream().anyMatch(table -> isOf(desired, table))
                || observed.policies().values().stream()
                        .anyMatch(
                                policy ->
                                        Owner.of(policy.tags())
                                                .equals(new Owner.OwnedBy(desired.release())));
    }

    /** Whether all its tables can be used, by all those whom it is for. */
    public boolean isComplete() {
        boolean given =
                plan.steps().stream()
                        .noneMatch(
                                step ->
                                        step instanceof Step.CreateTable
                                                || step instanceof Step.CreatePolicy
                                                || step instanceof Step.Attach
                                                || step instanceof Step.CreatePrincipal);
        return given
                && tables().size() == desired.tables().size()
                && tables().stream()
                        .allMatch(
                                table ->
                                        table.status().equals("ACTIVE")
                                                || table.status().equals("UPDATING"));
    }

    /** Returns the wanted environments that nothing is there of yet. */
    public List<String> unmade() {
        Set<String> made =
                tables().stream()
                        .filter(table -> isOf(desired, table))
                        .map(table -> Owner.environment(table.spec().tags()).orElse(""))
                        .collect(Collectors.toSet());
        return desired.environments().stream()
                .map(DesiredEnvironment::name)
                .filter(name -> !made.contains(name))
                .toList();
    }
}
