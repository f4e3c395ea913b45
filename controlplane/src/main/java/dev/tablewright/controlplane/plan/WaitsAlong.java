package dev.tablewright.controlplane.plan;

import dev.tablewright.model.Throughput;

import java.time.Instant;

/**
 * Which steps cannot be done while another of the same table waits. An index that is billed as the
 * table will be cannot be made while the table is still billed as before.
 */
public final class WaitsAlong {
    private WaitsAlong() {}

    /** Why {@code step} waits too, said where nothing else is. */
    public static final String REASON = "the billing mode has to change first";

    /** Whether {@code step} needs {@code waiting} to be done. */
    public static boolean needs(Step step, Step waiting) {
        return step instanceof Step.CreateIndex(_, var index, _, _)
                && waiting instanceof Step.SetCapacity capacity
                && capacity.from().mode() != capacity.to().mode()
                && index.throughput().equals(Throughput.ON_DEMAND)
                        == capacity.to().table().equals(Throughput.ON_DEMAND);
    }

    /** Returns the step as one that waits until {@code opens}. */
    static Step.Wait until(Instant opens, Step.OnTable step) {
        return new Step.Wait(step, opens, REASON);
    }
}
