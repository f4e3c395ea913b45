package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.setting.Phase;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.model.Throughput;

import java.time.Instant;

/**
 * Which steps cannot be done while another of the same table waits. An index that is billed as the
 * table will be cannot be made while the table is still billed as before; the second half of a
 * change needs the first; and what is still to be taken back may not be forgotten.
 */
public final class WaitsAlong {
    private WaitsAlong() {}

    /** Why {@code step} waits too, said where nothing else is. */
    public static String reason(Step step) {
        return switch (step) {
            case Step.Change _ -> "a change before it has to be made first";
            case Step.SetTags _, Step.RemoveTags _ ->
                    "what is to be taken back is remembered until then";
            default -> "the billing mode has to change first";
        };
    }

    /** Whether {@code step} needs {@code waiting} to be done. */
    public static boolean needs(Step step, Step waiting) {
        return switch (waiting) {
            case Step.SetCapacity capacity ->
                    capacity.from().mode() != capacity.to().mode()
                            && needsMode(step, capacity.to());
            case Step.Change(_, var before) ->
                    step instanceof Step.Change(_, var after)
                            ? after.setting().equals(before.setting())
                            : forgets(step);
            default -> false;
        };
    }

    /** What belongs to one way of billing comes after the move to it. */
    private static boolean needsMode(Step step, Step.Capacity to) {
        return switch (step) {
            case Step.CreateIndex(_, var index, _, _) ->
                    index.throughput().equals(Throughput.ON_DEMAND)
                            == to.table().equals(Throughput.ON_DEMAND);
            case Step.Change(_, var transition) ->
                    transition.setting().phase() == Phase.THROUGHPUT
                            || transition.setting().phase() == Phase.LAST;
            default -> false;
        };
    }

    /** The memory is only ever made smaller by the last step of a table. */
    private static boolean forgets(Step step) {
        return (step instanceof Step.SetTags set && set.from().containsKey(SettingMemory.TAG))
                || (step instanceof Step.RemoveTags remove
                        && remove.from().containsKey(SettingMemory.TAG));
    }

    /** Returns the step as one that waits until {@code opens}. */
    static Step.Wait until(Instant opens, Step.OnTable step) {
        return new Step.Wait(step, opens, reason(step));
    }
}
