package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.values.ManagementPolicies;

import java.util.ArrayList;
import java.util.List;

/**
 * How a target differs from the values. Only what the values name is compared: policies that others
 * attach, tags that others set, and what AWS fills in or moves by itself are no drift.
 *
 * @param differences in the order of the values; access comes last
 * @param notes what could not be compared
 */
public record Drift(List<Step.Differs> differences, List<Step.Note> notes) {
    /** Copies the lists. */
    public Drift {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Returns this and another drift as one. */
    public Drift and(Drift other) {
        List<Step.Differs> all = new ArrayList<>(differences);
        all.addAll(other.differences);
        List<Step.Note> told = new ArrayList<>(notes);
        told.addAll(other.notes);
        return new Drift(all, told);
    }

    /** Compares. Pure: the same two states give the same drift. */
    public static Drift of(DesiredState desired, ObservedState observed) {
        List<Step.Differs> differences = new ArrayList<>();
        desired.tables().forEach(table -> owner(table, desired, observed, differences));
        Plan plan = Planner.plan(desired.onlyObserved(), observed);
        differences.addAll(plan.only(Step.Differs.class));
        return new Drift(differences, plan.only(Step.Note.class));
    }

    private static void owner(
            DesiredTable table,
            DesiredState desired,
            ObservedState observed,
            List<Step.Differs> differences) {
        ObservedTable there = observed.tables().get(table.address());
        if (there == null || table.managementPolicies() == ManagementPolicies.OBSERVE) {
            return;
        }
        Owner owner = Owner.of(there.spec().tags());
        if (!owner.equals(new Owner.OwnedBy(desired.release()))) {
            String is =
                    switch (owner) {
                        case Owner.OwnedBy(var release) -> release.toString();
                        case Owner.Nobody _ -> "nobody, as it has no ownership tags";
                        case Owner.Unknown(var description) -> description;
                    };
            differences.add(
                    new Step.Differs(
                            "table " + table.address(), "owner", is, desired.release().toString()));
        }
    }
}
