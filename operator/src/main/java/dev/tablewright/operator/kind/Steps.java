package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Does steps of a plan as far as they go without waiting: what the provider works on is found again
 * by the next look.
 *
 * @param clock also of the windows in which AWS allows something
 */
record Steps(InstantSource clock, RandomGenerator random) {
    /** What IAM and DynamoDB take to know what was told them a moment ago. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** More waiting than a reconcile has time for. */
    static final class TakesLonger extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakesLonger() {
            super("takes longer", null, false, false);
        }
    }

    /** Returns the steps of each table up to the first that only waits for the provider. */
    static List<Step> upToWaiting(Plan plan) {
        List<Step> steps = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Await) {
                waiting.add(step.subject());
            } else if (!waiting.contains(step.subject())) {
                steps.add(step);
            }
        }
        return steps;
    }

    /**
     * Checks that nothing of a plan is refused.
     *
     * @throws ExternalFailure naming each refusal
     */
    static void refuse(Plan plan) throws ExternalFailure {
        if (!plan.refusals().isEmpty()) {
            throw new ExternalFailure(
                    plan.refusals().stream()
                            .map(refusal -> refusal.subject() + " " + refusal.reason())
                            .collect(Collectors.joining("; ")));
        }
    }

    /**
     * Returns how far a plan has come, counted from the largest number of steps that was still to
     * do; null if there is nothing to do.
     *
     * @param before the progress that the object's status says
     * @param atWork whether the provider has to end something first
     */
    static External.@Nullable Progress progress(
            Plan plan, Map<String, Object> before, boolean atWork) {
        List<Step> left =
                plan.steps().stream()
                        .filter(step -> step.isChange() && !(step instanceof Step.Wait))
                        .toList();
        int steps =
                Math.max(left.size(), before.get("steps") instanceof Number n ? n.intValue() : 0);
        if (atWork) {
            String text = Trees.text(before.get("text"));
            return steps == 0
                    ? null
                    : new External.Progress(
                            Math.max(1, steps - left.size()),
                            steps,
                            text == null ? "waits until it is ACTIVE" : text);
        }
        return left.isEmpty()
                ? null
                : new External.Progress(
                        steps - left.size() + 1, steps, StepText.of(left.getFirst()));
    }

    /** Returns what AWS allows first of all that it does not allow yet; null if nothing waits. */
    static External.@Nullable Waits waits(Plan plan) {
        return plan.only(Step.Wait.class).stream()
                .min(Comparator.comparing(Step.Wait::opens))
                .map(
                        wait ->
                                new External.Waits(
                                        wait.opens(),
                                        StepText.of(wait.change()) + " (" + wait.reason() + ")"))
                .orElse(null);
    }

    /**
     * Does steps.
     *
     * @throws ExternalFailure naming each that failed
     */
    void make(Target target, Release release, List<Step> steps)
            throws ExternalFailure, InterruptedException {
        Pace pace = new Pace(clock, random, briefly(), 1);
        Applied applied;
        try {
            applied =
                    new Applier(target, release, pace, Progress.SILENT)
                            .apply(new Plan(steps, List.of()));
        } catch (TakesLonger _) {
            return;
        }
        List<Outcome.Failed> failed = applied.only(Outcome.Failed.class);
        if (!failed.isEmpty()) {
            throw new ExternalFailure(
                    failed.stream()
                            .map(one -> StepText.of(one.step()) + ": " + one.reason())
                            .collect(Collectors.joining("; ")));
        }
    }

    /**
     * Returns what sleeps for a moment, and then says that it {@linkplain TakesLonger takes
     * longer}.
     */
    static Sleeper briefly() {
        long[] left = {LONGEST_WAIT.toNanos()};
        return pause -> {
            left[0] -= pause.toNanos();
            if (left[0] < 0) {
                throw new TakesLonger();
            }
            Sleeper.REAL.sleep(pause);
        };
    }
}
