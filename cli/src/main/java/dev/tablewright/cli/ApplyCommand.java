package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.SavedPlan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Plans, asks, and does it. */
@Command(
        name = "apply",
        description = {
            "Plan, ask, and do it: tables side by side. What fails holds up only what depends on"
                    + " it; applying again goes on from there.",
            "Exit code: 0 all is done, 1 something failed or was refused, 3 nothing failed but AWS"
                    + " allows some changes only later: apply again then."
        })
final class ApplyCommand implements Callable<Integer> {
    private static final int SOMETHING_WAITS = 3;

    /** Either values, which are planned now, or what was planned before. */
    static final class Source {
        @ArgGroup(exclusive = false)
        private @Nullable ValuesOptions values;

        @Parameters(
                arity = "1",
                paramLabel = "PLAN",
                description = "A plan that \"plan --out\" wrote; applied unchanged.")
        private @Nullable Path plan;
    }

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Mixin private TargetOptions targetOptions = new TargetOptions();

    @Option(names = "--yes", description = "Do not ask, not even before tables are deleted.")
    private boolean yes;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "" + Pace.DEFAULT_PARALLELISM,
            description =
                    "How many tables are worked on at once, up to "
                            + Pace.MAX_PARALLELISM
                            + " (default: ${DEFAULT-VALUE}).")
    private int parallelism = Pace.DEFAULT_PARALLELISM;

    private final Console console;

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        if (parallelism < 1 || parallelism > Pace.MAX_PARALLELISM) {
            throw new CliException(
                    "--parallelism is a number between 1 and " + Pace.MAX_PARALLELISM);
        }
        if (source.plan != null) {
            return saved(PlanFile.read(source.plan));
        }
        ValuesOptions options = Objects.requireNonNull(source.values);
        try (Target target = targetOptions.target(options.region())) {
            return apply(target, options.release(), Declaration.of(target, options).plan());
        }
    }

    private int saved(SavedPlan saved) throws InterruptedException {
        try (Target target = targetOptions.target(saved.region())) {
            Rollout.requireCredentials(target);
            PlanFile.requireMadeFor(saved, target);
            if (PlanFile.valuesHaveChanged(saved)) {
                console.say(
                        "The values have changed since this plan was made; it is applied as it"
                                + " is.");
            }
            return apply(target, saved.release(), saved.plan());
        }
    }

    private int apply(Target target, Release release, Plan plan) throws InterruptedException {
        console.print(PlanText.of(plan, console));
        if (!plan.refusals().isEmpty()) {
            return 1;
        }
        if (!plan.hasChanges() && !opens(plan)) {
            return plan.hasWaits() ? SOMETHING_WAITS : 0;
        }
        if (!yes && !console.confirms(question(plan, target), "say --yes to apply")) {
            console.say("Nothing was done.");
            return 1;
        }
        if (!Rollout.apply(target, release, plan, parallelism, console)) {
            return SOMETHING_WAITS;
        }
        console.say("Done.");
        return 0;
    }

    /** Whether something that waited when the plan was made need not wait any more. */
    private static boolean opens(Plan plan) {
        return plan.only(Step.Wait.class).stream()
                .anyMatch(wait -> !wait.opens().isAfter(Instant.now()));
    }

    private static String question(Plan plan, Target target) {
        int deletions = plan.deletions().size();
        return deletions == 0
                ? "Apply to " + target + "?"
                : "Apply to "
                        + target
                        + ", and DELETE "
                        + deletions
                        + (deletions == 1
                                ? " table with all its items?"
                                : " tables with all items?");
    }
}
