package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Schedule;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.WaitsAlong;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.setting.NotYet;
import dev.tablewright.controlplane.target.EnvironmentQuotas;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.util.Comparator;
import java.util.List;

/**
 * Does the steps of a plan: tables side by side, each table's steps in order.
 *
 * <p>What a step relies on is read again just before it, because time has passed since the plan:
 * the owner of a table, the version of a policy. A step whose work is done already counts as done,
 * so that a plan that was stopped can be made and applied again.
 *
 * <p>What the target refuses because it is busy is tried again, ever more slowly; what it refuses
 * for good is not. A step that fails holds up only what depends on it ({@link Schedule}).
 */
public final class Applier {
    private final Target target;
    private final TableSteps tables;
    private final PolicySteps policies;
    private final PrincipalSteps principals;
    private final Patience patience;
    private final Pace pace;
    private final RoleSteps roles;
    private final Progress progress;
    private volatile boolean stopped;

    /**
     * Makes an applier.
     *
     * @param release whose tables these are; a table that got another owner is not touched
     * @param progress told by several threads
     */
    public Applier(Target target, Release release, Pace pace, Progress progress) {
        this.target = target;
        this.pace = pace;
        this.progress = progress;
        this.patience = new Patience(pace, progress);
        this.tables = new TableSteps(target, release, patience, pace.clock());
        this.policies = new PolicySteps(target.iam(), release, pace.clock(), patience);
        this.principals = new PrincipalSteps(target, release, policies);
        this.roles = new RoleSteps(target.iam());
    }

    /** Begins no further step; those at work are ended. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Does what {@code plan} says.
     *
     * @throws IllegalArgumentException if the plan has refusals; nothing was done
     * @throws InterruptedException if the thread was interrupted while it waited; the steps before
     *     are done, and the target goes on with what it has begun
     */
    public Applied apply(Plan plan) throws InterruptedException {
        if (!plan.refusals().isEmpty()) {
            throw new IllegalArgumentException("a plan with refusals is not applied");
        }
        return new Applied(
                new SideBySide(Schedule.of(plan), pace.parallelism(), this::outcome, () -> stopped)
                        .run());
    }

    private EnvironmentQuotas quotas() throws StepFailed {
        return target.quotas().orElseThrow(() -> new StepFailed("the target knows no quotas"));
    }

    private Outcome outcome(Step step, List<Outcome.Waiting> before) throws InterruptedException {
        if (step instanceof Step.Wait wait) {
            // A saved plan may be applied when the time has come.
            Outcome along = waitsAlong(wait.change(), before);
            if (along == null && pace.clock().instant().isBefore(wait.opens())) {
                return new Outcome.Waiting(wait.change(), wait.opens(), wait.reason());
            }
            return along == null ? outcome(wait.change(), before) : along;
        }
        Outcome along = waitsAlong(step, before);
        if (along != null) {
            return along;
        }
        progress.begins(step);
        Outcome outcome = attempt(step);
        progress.ended(outcome);
        return outcome;
    }

    private static @Nullable Outcome waitsAlong(Step step, List<Outcome.Waiting> before) {
        return before.stream()
                .filter(waiting -> WaitsAlong.needs(step, waiting.step()))
                .map(Outcome.Waiting::opens)
                .max(Comparator.naturalOrder())
                .map(opens -> new Outcome.Waiting(step, opens, WaitsAlong.reason(step)))
                .orElse(null);
    }

    private Outcome attempt(Step step) throws InterruptedException {
        try {
            // Each step looks first at what there is, so it may be begun again when it was slowed.
            patience.untilRoom(
                    step,
                    () -> {
                        executeUnlessStopped(step);
                        return null;
                    });
            return new Outcome.Done(step);
        } catch (NotYet e) {
            return new Outcome.Waiting(step, e.opens(), String.valueOf(e.getMessage()));
        } catch (NotDone e) {
            return new Outcome.Failed(step, String.valueOf(e.getMessage()));
        } catch (AwsServiceException e) {
            return new Outcome.Failed(step, Target.codeAndSentence(e));
        } catch (SdkException e) {
            return new Outcome.Failed(
                    step, e.getMessage() + " (the outcome of this step is unknown)");
        }
    }

    private void executeUnlessStopped(Step step) throws NotDone, InterruptedException {
        if (stopped) {
            throw new StepFailed("the apply was stopped before it was done");
        }
        execute(step);
    }

    private void execute(Step step) throws NotDone, InterruptedException {
        switch (step) {
            case Step.OnTable onTable -> tables.execute(onTable);
            case Step.Await(var table) -> tables.await(step, table);
            case Step.OnPolicy onPolicy -> policies.execute(onPolicy);
            case Step.OnPrincipal onPrincipal -> principals.execute(onPrincipal);
            case Step.OnRole onRole -> roles.execute(onRole);
            case Step.OnProvider onProvider -> roles.execute(onProvider);
            case Step.OnQuota onQuota -> new QuotaSteps(quotas()).execute(onQuota);
            case Step.Wait _, Step.Keep _, Step.Note _, Step.Differs _ -> {}
            case Step.Refuse refuse ->
                    throw new IllegalStateException("refused: " + refuse.reason());
        }
    }
}
