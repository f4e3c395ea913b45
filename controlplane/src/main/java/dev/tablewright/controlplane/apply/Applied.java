package dev.tablewright.controlplane.apply;

import java.util.List;

/**
 * What became of a plan.
 *
 * @param outcomes one for each step that does something, in the order of the plan
 */
public record Applied(List<Outcome> outcomes) {
    /** Copies the list. */
    public Applied {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether every step was done. */
    public boolean isDone() {
        return outcomes.stream().allMatch(Outcome.Done.class::isInstance);
    }

    /** Whether all that was not done waits until AWS allows it. */
    public boolean isDoneButForWaiting() {
        return outcomes.stream().allMatch(Outcome::letsOthersGoOn);
    }

    /** Returns the outcomes of one kind, in order. */
    public <O extends Outcome> List<O> only(Class<O> kind) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
