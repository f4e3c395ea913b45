package dev.tablewright.cli;

import dev.tablewright.controlplane.cost.CapacityChange;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Says what would change, and who would gain or lose which access. */
@Command(
        name = "plan",
        description =
                "Say what \"apply\" would do, and who would gain or lose which access. Changes"
                        + " nothing.")
final class PlanCommand implements Callable<Integer> {
    private static final int HAS_CHANGES = 2;

    @Mixin private ValuesOptions valuesOptions = new ValuesOptions();
    @Mixin private TargetOptions targetOptions = new TargetOptions();
    @Mixin private PricesOption prices = new PricesOption();

    @Option(
            names = "--exit-code",
            description = "Exit with 2 when there are changes, also such as wait.")
    private boolean exitCode;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text, json or markdown (default: ${DEFAULT-VALUE}); or the name of a file,"
                            + " with a dot or a slash, as for --out.")
    private String output = "text";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Also write the plan to this file, for \"apply FILE\". It holds names and"
                            + " policies, no secrets.")
    private @Nullable Path out;

    @Option(
            names = "--show-values",
            description = "First print what files and --set come to, as one values file.")
    private boolean showValues;

    private final Console console;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        if (out == null && (output.contains(".") || output.contains("/"))) {
            out = Path.of(output);
            output = "text";
        }
        String format = OutputOption.require(output, "text", "json", "markdown");
        if (showValues && !format.equals("text")) {
            throw new CliException("--show-values goes with -o text only");
        }
        String region = valuesOptions.region();
        if (showValues && !valuesOptions.files().isEmpty()) {
            console.print(valuesOptions.effective() + "\n");
        }
        try (Target target = targetOptions.target(region)) {
            Declaration declaration = Declaration.of(target, valuesOptions);
            Plan plan = declaration.plan();
            CapacityChange cost = cost(declaration, plan);
            String costs = cost == null ? "" : CostReport.line(cost, prices.areShipped());
            console.print(
                    switch (format) {
                        case "json" ->
                                PlanJson.of(plan, cost, valuesOptions.release(), target.toString());
                        case "markdown" ->
                                PlanMarkdown.of(plan, valuesOptions.release(), target.toString())
                                        + (costs.isEmpty() ? "" : "\n" + costs);
                        default -> PlanText.of(plan, console) + costs;
                    });
            if (!plan.refusals().isEmpty()) {
                return 1;
            }
            if (out != null) {
                PlanFile.write(out, plan, valuesOptions, target, region);
            }
            return exitCode && (plan.hasChanges() || plan.hasWaits()) ? HAS_CHANGES : 0;
        }
    }

    private @Nullable CapacityChange cost(Declaration declaration, Plan plan) {
        Rollout tables = declaration.tables().orElse(null);
        ObservedState found = declaration.found().orElse(null);
        return tables == null || found == null
                ? null
                : CapacityChange.of(tables.desired(), found, plan, prices.get());
    }
}
