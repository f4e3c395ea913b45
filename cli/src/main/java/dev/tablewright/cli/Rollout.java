package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.environment.Reconciliation;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the command line says and waits for, while values are {@linkplain Reconciliation rolled
 * out}.
 */
final class Rollout {
    /** A step that waits looks every few seconds whether it is to stop. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Target target;
    private final Reconciliation reconciliation;

    private Rollout(Target target, Reconciliation reconciliation) {
        this.target = target;
        this.reconciliation = reconciliation;
    }

    /**
     * Works out what the values ask of a target.
     *
     * @throws CliException if the target cannot be reached, or does not know the credentials
     */
    static Rollout of(Target target, Values values, Release release) throws ValuesException {
        return of(target, values, release, new LiveSources(target, values.region()));
    }

    /**
     * Works out what the values ask of a target.
     *
     * @param sources of environments that copy other tables than those of the values
     * @throws CliException if the target cannot be reached, or does not know the credentials
     */
    static Rollout of(Target target, Values values, Release release, SourceTables sources)
            throws ValuesException {
        requireCredentials(target);
        try {
            return new Rollout(target, Reconciliation.of(target, values, release, sources));
        } catch (SdkException e) {
            throw unreachable(target, e);
        }
    }

    /**
     * Checks that there is something to sign with.
     *
     * @throws CliException if there is not
     */
    static void requireCredentials(Target target) {
        if (!target.hasCredentials()) {
            throw new CliException(
                    "there are no AWS credentials: set AWS_PROFILE or AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY; for a server started with \"up\": eval"
                            + " \"$(./tablewright env --user "
                            + Administrator.USER
                            + ")\"");
        }
    }

    DesiredState desired() {
        return reconciliation.desired();
    }

    ObservedState observe() {
        try {
            return reconciliation.observe();
        } catch (SdkException e) {
            throw unreachable(target, e);
        }
    }

    Plan plan() {
        return plan(observe());
    }

    Plan plan(ObservedState observed) {
        return reconciliation.plan(observed, Instant.now());
    }

    /**
     * Does what {@code plan} says.
     *
     * @return whether nothing is left that waits for AWS
     * @throws CliException if something failed; says what was done and what was not
     */
    boolean apply(Plan plan, Console console) throws InterruptedException {
        return apply(target, desired().release(), plan, Pace.DEFAULT_PARALLELISM, console);
    }

    /**
     * Does what {@code plan} says. Ctrl-C lets the steps at work end, and begins no other.
     *
     * @param release whose tables these are
     * @param parallelism how many tables are worked on at once
     * @return whether nothing is left that waits for AWS
     * @throws CliException if something failed; says what was done and what was not
     */
    static boolean apply(
            Target target, Release release, Plan plan, int parallelism, Console console)
            throws InterruptedException {
        Pace pace = new Pace(InstantSource.system(), new SecureRandom(), Sleeper.REAL, parallelism);
        Applier applier = new Applier(target, release, pace, new ProgressLines(console));
        CountDownLatch ended = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> stop(applier, ended, console), "stop applying");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            Applied applied = applier.apply(plan);
            if (applied.isDoneButForWaiting()) {
                if (!applied.isDone()) {
                    console.say(AppliedText.of(applied));
                }
                return applied.isDone();
            }
            if (onInterrupt.isAlive()) {
                console.say(AppliedText.of(applied));
            }
            throw new CliException(AppliedText.of(applied));
        } finally {
            ended.countDown();
            forget(onInterrupt);
        }
    }

    private static void stop(Applier applier, CountDownLatch ended, Console console) {
        console.say("Stopping: the steps at work are ended, no other is begun.");
        applier.stop();
        try {
            if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                console.say("Stopped before they ended; plan again to see what is left.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, by the hook or without it.
        }
    }

    /** Returns what to tell when a target fails. */
    static CliException unreachable(Target target, SdkException e) {
        if (e instanceof AwsServiceException answered) {
            String code =
                    answered.awsErrorDetails() == null
                            ? ""
                            : answered.awsErrorDetails().errorCode() + ": ";
            return new CliException(target + " answers: " + code + Target.sentence(answered));
        }
        return new CliException("cannot use " + target + ": " + e.getMessage());
    }
}
