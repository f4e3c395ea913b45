package dev.tablewright.controlplane.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The steps from what is to what should be, in the order in which they will be done.
 *
 * @param access who gains and loses what, once all steps are done
 * @param accessStays whether {@code access} is only what the values would change, but do not,
 *     because managementPolicies is Observe
 */
public record Plan(List<Step> steps, List<AccessChange> access, boolean accessStays) {
    /** A plan whose access will be changed. */
    public Plan(List<Step> steps, List<AccessChange> access) {
        this(steps, access, false);
    }

    /** Copies the lists. */
    public Plan {
        steps = List.copyOf(steps);
        access = List.copyOf(access);
    }

    /** Whether something will change. */
    public boolean hasChanges() {
        return steps.stream().anyMatch(Step::isChange);
    }

    /** Whether something waits until AWS allows it. */
    public boolean hasWaits() {
        return steps.stream().anyMatch(Step.Wait.class::isInstance);
    }

    /** Returns what will not be done; when there is any, nothing is done at all. */
    public List<Step.Refuse> refusals() {
        return only(Step.Refuse.class);
    }

    /** Returns the tables that will be gone with all their items. */
    public List<Step.DeleteTable> deletions() {
        return only(Step.DeleteTable.class);
    }

    /** Returns the steps of one kind, in order. */
    public <S extends Step> List<S> only(Class<S> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Returns this plan with other steps in their places. */
    public Plan with(UnaryOperator<Step> change) {
        return new Plan(steps.stream().map(change).toList(), access, accessStays);
    }

    /** Returns this plan without the deletion of tables. */
    public Plan withoutDeletions() {
        return new Plan(
                steps.stream().filter(step -> !(step instanceof Step.DeleteTable)).toList(),
                access,
                accessStays);
    }
}
