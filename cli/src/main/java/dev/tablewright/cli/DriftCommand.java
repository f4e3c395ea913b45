package dev.tablewright.cli;

import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** Says how the target differs from the values. */
@Command(
        name = "drift",
        description = {
            "Say how the target differs from the values: only in what the values name. Changes"
                    + " nothing.",
            "Exit code: 0 no difference, 2 differences, 1 it could not be found out."
        })
final class DriftCommand implements Callable<Integer> {
    private static final int DIFFERS = 2;

    @Mixin private ValuesOptions valuesOptions = new ValuesOptions();
    @Mixin private TargetOptions targetOptions = new TargetOptions();
    @Mixin private DirectoryOption directory = new DirectoryOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or markdown (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    private final Console console;

    DriftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        String format = OutputOption.require(output, "text", "json", "markdown");
        try (Target target = targetOptions.target(valuesOptions.region())) {
            Drift drift = Declaration.of(target, valuesOptions).drift();
            LastChanges changes =
                    drift.differences().isEmpty()
                            ? LastChanges.UNKNOWN
                            : LastChanges.read(directory.get(), target);
            DriftReport report =
                    new DriftReport(drift, changes, valuesOptions.release(), target.toString());
            console.print(
                    switch (format) {
                        case "json" -> report.json();
                        case "markdown" -> report.markdown();
                        default -> report.text(console);
                    });
            return drift.differences().isEmpty() ? 0 : DIFFERS;
        }
    }
}
