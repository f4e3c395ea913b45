package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.time.InstantSource;

/** Values and a target: desired, observed, planned, applied. */
final class Rollout {
    private final Target target;
    private final DesiredState desired;

    private Rollout(Target target, DesiredState desired) {
        this.target = target;
        this.desired = desired;
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
            return new Rollout(target, DesiredState.of(values, release, target.account(), sources));
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
        return desired;
    }

    ObservedState observe() {
        try {
            return Observer.observe(target, desired);
        } catch (SdkException e) {
            throw unreachable(target, e);
        }
    }

    Plan plan() {
        return plan(observe());
    }

    Plan plan(ObservedState observed) {
        return Planner.plan(desired, observed);
    }

    /**
     * Does what {@code plan} says.
     *
     * @throws CliException if it stopped; says what was done and what was not
     */
    void apply(Plan plan, Console console) throws InterruptedException {
        apply(target, desired.release(), plan, console);
    }

    /**
     * Does what {@code plan} says.
     *
     * @param release whose tables these are
     * @throws CliException if it stopped; says what was done and what was not
     */
    static void apply(Target target, Release release, Plan plan, Console console)
            throws InterruptedException {
        Applier applier =
                new Applier(
                        target,
                        release,
                        InstantSource.system(),
                        Sleeper.REAL,
                        new ProgressLines(console));
        switch (applier.apply(plan)) {
            case Applied.Done _ -> {}
            case Applied.Stopped stopped -> throw new CliException(words(stopped));
        }
    }

    private static String words(Applied.Stopped stopped) {
        StringBuilder text = new StringBuilder("stopped at ");
        text.append(stopped.failed().subject())
                .append(" (")
                .append(StepText.of(stopped.failed()))
                .append("): ")
                .append(stopped.reason());
        long done = stopped.done().stream().filter(step -> step.isChange()).count();
        text.append("\nDone before: ").append(done).append(done == 1 ? " change" : " changes");
        stopped.notDone().stream()
                .filter(step -> step.isChange())
                .forEach(
                        step ->
                                text.append("\nNot done: ")
                                        .append(step.subject())
                                        .append(": ")
                                        .append(StepText.of(step)));
        return text.append("\nPlan again to see what is left; applying again goes on from there.")
                .toString();
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
