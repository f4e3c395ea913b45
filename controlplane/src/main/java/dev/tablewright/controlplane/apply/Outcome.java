package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What became of one step. */
public sealed interface Outcome {
    /** The step. */
    Step step();

    /** It was done, or had been done before. */
    record Done(Step step) implements Outcome {}

    /**
     * AWS allows such a change only from time to time, and not now. Nothing was changed; applying
     * again after {@code opens} does it.
     *
     * @param opens when it is allowed again, at the latest
     * @param reason the target's own sentence, or which step it waits with
     */
    record Waiting(Step step, Instant opens, String reason) implements Outcome {}

    /**
     * It failed; trying again at once would not help.
     *
     * @param reason in words, with the target's own sentence
     */
    record Failed(Step step, String reason) implements Outcome {}

    /**
     * It was not tried.
     *
     * @param because the step that failed, without which this one may not be done; null if the
     *     apply was told to stop
     */
    record NotBegun(Step step, @Nullable Step because) implements Outcome {}

    /** Whether what depends on the step may be done. */
    default boolean letsOthersGoOn() {
        return switch (this) {
            case Done _, Waiting _ -> true;
            case Failed _, NotBegun _ -> false;
        };
    }
}
