package dev.tablewright.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Work that goes on in the background, a step of each task at a time. A task that fails does not
 * hold up those behind it; it is tried again with the next step.
 */
final class BackgroundTasks {
    private final List<Task> tasks;

    /** One kind of work. */
    @FunctionalInterface
    interface Task {
        /** Does one step; returns whether there is more to do at once. */
        boolean runOnce(Instant now);
    }

    BackgroundTasks(Task... tasks) {
        this.tasks = List.of(tasks);
    }

    /**
     * Does one step of every task.
     *
     * @return whether there is more to do at once
     * @throws RuntimeException the failure of the first task that failed, with those of others
     *     suppressed, after every task had its step
     */
    boolean runOnce(Instant now) {
        boolean more = false;
        RuntimeException failure = null;
        for (Task task : tasks) {
            try {
                more |= task.runOnce(now);
            } catch (RuntimeException failed) {
                failure = joined(failure, failed);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return more;
    }

    private static RuntimeException joined(
            @Nullable RuntimeException first, RuntimeException further) {
        if (first == null) {
            return further;
        }
        if (!first.equals(further)) {
            first.addSuppressed(further);
        }
        return first;
    }
}
