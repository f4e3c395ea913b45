package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.target.EnvironmentQuotas;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.time.InstantSource;
import java.util.List;

/**
 * Does the steps of a plan, in order, and stops at the first that fails.
 *
 * <p>What a step relies on is read again just before it, because time has passed since the plan:
 * the owner of a table, the version of a policy. A step whose work is done already counts as done,
 * so that a plan that was stopped can be made and applied again.
 */
public final class Applier {
    private final Target target;
    private final TableSteps tables;
    private final PolicySteps policies;
    private final PrincipalSteps principals;
    private final Progress progress;

    /**
     * Makes an applier.
     *
     * @param release whose tables these are; a table that got another owner is not touched
     */
    public Applier(
            Target target,
            Release release,
            InstantSource clock,
            Sleeper sleeper,
            Progress progress) {
        this.target = target;
        this.tables =
                new TableSteps(target, release, new Patience(clock, sleeper, progress), clock);
        this.policies = new PolicySteps(target.iam(), release, clock);
        this.principals = new PrincipalSteps(target, release, policies);
        this.progress = progress;
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
        List<Step> steps = plan.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String failure = failureOf(step);
            if (failure != null) {
                return new Applied.Stopped(
                        steps.subList(0, i), step, failure, steps.subList(i + 1, steps.size()));
            }
        }
        return new Applied.Done(steps);
    }

    private EnvironmentQuotas quotas() throws StepFailed {
        return target.quotas().orElseThrow(() -> new StepFailed("the target knows no quotas"));
    }

    private @Nullable String failureOf(Step step) throws InterruptedException {
        progress.begins(step);
        try {
            switch (step) {
                case Step.OnTable onTable -> tables.execute(onTable);
                case Step.Await(var table) -> tables.await(step, table);
                case Step.OnPolicy onPolicy -> policies.execute(onPolicy);
                case Step.OnPrincipal onPrincipal -> principals.execute(onPrincipal);
                case Step.SetQuota(var environment, var to) ->
                        quotas().put(environment, to.prefixes(), to.limits());
                case Step.DeleteQuota(var environment) -> quotas().delete(environment);
                case Step.Keep _, Step.Note _, Step.Differs _ -> {}
                case Step.Refuse refuse ->
                        throw new IllegalStateException("refused: " + refuse.reason());
            }
            return null;
        } catch (NotDone e) {
            return e.getMessage();
        } catch (AwsServiceException e) {
            return e.awsErrorDetails() == null
                    ? Target.sentence(e)
                    : e.awsErrorDetails().errorCode() + ": " + Target.sentence(e);
        } catch (SdkException e) {
            return e.getMessage() + " (the outcome of this step is unknown)";
        }
    }
}
