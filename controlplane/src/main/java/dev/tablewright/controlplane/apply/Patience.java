package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.NotDone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Tries again and again, ever more slowly, but not for ever. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Filling a new index of a large table takes hours; a later apply goes on from there. */
    private static final Duration LIMIT = Duration.ofHours(1);

    /** Tables being made make room in seconds; a number of tables that is reached never does. */
    private static final Duration LIMIT_FOR_ROOM = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Progress progress;

    Patience(InstantSource clock, Sleeper sleeper, Progress progress) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /** One try. */
    @FunctionalInterface
    interface Attempt {
        /** Returns whether it is done; otherwise it is worth another try. */
        boolean succeeds() throws NotDone;
    }

    void until(Step step, String what, Attempt attempt) throws NotDone, InterruptedException {
        until(step, () -> what, attempt);
    }

    /**
     * For what takes its time.
     *
     * @param what tells what was still wrong at the last try
     */
    void until(Step step, Supplier<String> what, Attempt attempt)
            throws NotDone, InterruptedException {
        Supplier<String> late =
                () -> after(what.get(), LIMIT) + "; it may still come: plan again later";
        until(step, LIMIT, late, attempt);
    }

    /**
     * For what may be refused for good.
     *
     * @param what tells of the last refusal
     */
    void untilRoom(Step step, Supplier<String> what, Attempt attempt)
            throws NotDone, InterruptedException {
        until(step, LIMIT_FOR_ROOM, () -> after(what.get(), LIMIT_FOR_ROOM), attempt);
    }

    private static String after(String what, Duration limit) {
        return what + " after " + limit.toMinutes() + " minutes";
    }

    private void until(Step step, Duration limit, Supplier<String> late, Attempt attempt)
            throws NotDone, InterruptedException {
        Instant begin = clock.instant();
        Duration pause = FIRST_PAUSE;
        while (!attempt.succeeds()) {
            Duration soFar = Duration.between(begin, clock.instant());
            if (soFar.compareTo(limit) >= 0) {
                throw new StepFailed(late.get());
            }
            progress.waits(step, soFar);
            sleeper.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }
}
