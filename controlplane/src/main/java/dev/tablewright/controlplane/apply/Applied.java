package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;

import java.util.List;

/** What became of a plan. */
public sealed interface Applied {
    /** Every step was done. */
    record Done(List<Step> steps) implements Applied {
        /** Copies the list. */
        public Done {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step failed, and none after it was tried. Planning again shows what is left.
     *
     * @param done before it
     * @param reason in words, with the target's own sentence
     * @param notDone after it
     */
    record Stopped(List<Step> done, Step failed, String reason, List<Step> notDone)
            implements Applied {
        /** Copies the lists. */
        public Stopped {
            done = List.copyOf(done);
            notDone = List.copyOf(notDone);
        }
    }
}
