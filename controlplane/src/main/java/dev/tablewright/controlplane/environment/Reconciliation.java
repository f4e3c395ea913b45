package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.draft.ShadowDraft;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * Values and a target: desired, observed, planned, applied. The command line and the operator both
 * go this way; what they say about it, and how long they wait, is their own.
 */
public final class Reconciliation {
    private final Target target;
    private final DesiredState desired;

    /** Between a target and what is wanted of it. */
    public Reconciliation(Target target, DesiredState desired) {
        this.target = target;
        this.desired = desired;
    }

    /**
     * Works out what values ask of a target.
     *
     * @param sources of environments that copy other tables than those of the values
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached
     */
    public static Reconciliation of(
            Target target, Values values, Release release, SourceTables sources)
            throws ValuesException {
        return new Reconciliation(
                target, DesiredState.of(values, release, target.account(), sources));
    }

    /** Returns what is wanted. */
    public DesiredState desired() {
        return desired;
    }

    /**
     * Reads what there is.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be read
     */
    public ObservedState observe() {
        return Observer.observe(target, desired);
    }

    /**
     * Reads what there is, where it is known how the tables of the release are called.
     *
     * @param names which tables may be of the release, besides those that are wanted
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be read
     */
    public ObservedState observe(Predicate<String> names) {
        return Observer.observe(target, desired, names);
    }

    /** Works out the steps from there to what is wanted. Pure. */
    public Plan plan(ObservedState observed, Instant now) {
        return plan(desired, observed, now);
    }

    static Plan plan(DesiredState desired, ObservedState observed, Instant now) {
        return ShadowDraft.writtenInto(Planner.plan(desired, observed, now), desired);
    }

    /** Returns what does the steps of a plan. */
    public Applier applier(Pace pace, Progress progress) {
        return new Applier(target, desired.release(), pace, progress);
    }
}
