package dev.tablewright.cli;

import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Plans, asks, and does it. */
@Command(
        name = "apply",
        description =
                "Plan, ask, and do it. Stops at the first step that fails; applying again goes on"
                        + " from there.")
final class ApplyCommand implements Callable<Integer> {
    @Mixin private ValuesOptions valuesOptions = new ValuesOptions();
    @Mixin private TargetOptions targetOptions = new TargetOptions();

    @Option(names = "--yes", description = "Do not ask, not even before tables are deleted.")
    private boolean yes;

    private final Console console;

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        Values values = valuesOptions.values();
        try (Target target = targetOptions.target(values.region())) {
            Rollout rollout = Rollout.of(target, values, valuesOptions.release());
            Plan plan = rollout.plan();
            console.print(PlanText.of(plan, console));
            if (!plan.refusals().isEmpty()) {
                return 1;
            }
            if (!plan.hasChanges()) {
                return 0;
            }
            if (!yes && !console.confirms(question(plan, target), "say --yes to apply")) {
                console.say("Nothing was done.");
                return 1;
            }
            rollout.apply(plan, console);
            console.say("Done.");
            return 0;
        }
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
