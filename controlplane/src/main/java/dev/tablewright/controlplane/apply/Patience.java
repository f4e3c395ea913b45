package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.time.Duration;
import java.time.Instant;

/**
 * Tries again and again, ever more slowly, but not for ever. The pauses are spread by chance, so
 * that tables that were refused together do not come back together.
 */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** Filling a new index of a large table takes hours; a later apply goes on from there. */
    private static final Limits FOR_WORK =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    "; it may still come: plan again later");

    /** Others may keep an account busy for minutes; a number that is reached stays reached. */
    private static final Limits FOR_ROOM =
            new Limits(Duration.ofSeconds(20), Duration.ofMinutes(10), "");

    private record Limits(Duration longestPause, Duration whole, String hope) {}

    private final Pace pace;
    private final Progress progress;

    Patience(Pace pace, Progress progress) {
        this.pace = pace;
        this.progress = progress;
    }

    /** One try. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Returns null when it is done; otherwise why not yet, in words.
         *
         * @throws NotDone if another try makes no sense
         */
        @Nullable String hindrance() throws NotDone, InterruptedException;
    }

    /** For what the target works on: a table that becomes ACTIVE. */
    void until(Step step, Attempt attempt) throws NotDone, InterruptedException {
        until(step, FOR_WORK, attempt);
    }

    /** For what the target refuses while it is busy, and may refuse for good. */
    void untilRoom(Step step, Attempt attempt) throws NotDone, InterruptedException {
        until(step, FOR_ROOM, attempt);
    }

    private void until(Step step, Limits limits, Attempt attempt)
            throws NotDone, InterruptedException {
        Instant begin = pace.clock().instant();
        Duration pause = FIRST_PAUSE;
        for (String hindrance = hindrance(attempt);
                hindrance != null;
                hindrance = hindrance(attempt)) {
            Duration soFar = Duration.between(begin, pace.clock().instant());
            if (soFar.compareTo(limits.whole()) >= 0) {
                throw new StepFailed(
                        hindrance
                                + ", after "
                                + limits.whole().toMinutes()
                                + " minutes"
                                + limits.hope());
            }
            progress.waits(step, soFar);
            pace.sleeper().sleep(spread(pause));
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : doubled;
        }
    }

    /** Being told to slow down is no answer to the question. */
    private static @Nullable String hindrance(Attempt attempt)
            throws NotDone, InterruptedException {
        try {
            return attempt.hindrance();
        } catch (AwsServiceException e) {
            if (!e.isThrottlingException()) {
                throw e;
            }
            return Target.codeAndSentence(e);
        }
    }

    /** Between half of it and the whole. */
    private Duration spread(Duration pause) {
        return pause.dividedBy(2).plusNanos(pace.random().nextLong(pause.toNanos() / 2 + 1));
    }
}
