package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.adoption.Adoption;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/** Takes over tables that exist. */
@Command(
        name = "adopt",
        description = {
            "Take over tables that exist and belong to nobody: show how they differ from the"
                    + " values, ask, and write the tags that say whose they are. Nothing else changes;"
                    + " what differs stays until \"apply\".",
            "Refused for tables of another owner, and where the values ask for what no call can"
                    + " change."
        })
final class AdoptCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "TABLE",
            description = "Tables of the values, by their names there or in AWS.")
    private List<String> tables = List.of();

    @Mixin private ValuesOptions valuesOptions = new ValuesOptions();
    @Mixin private TargetOptions targetOptions = new TargetOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private final Console console;

    AdoptCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        Values values = valuesOptions.values();
        try (Target target = targetOptions.target(values.region())) {
            Rollout rollout = Rollout.of(target, values, valuesOptions.release());
            Adoption adoption = Adoption.of(rollout.desired(), rollout.observe(), tables);
            console.print(text(adoption));
            if (!adoption.refusals().isEmpty()) {
                return 1;
            }
            int count = adoption.steps().size();
            if (count == 0) {
                return 0;
            }
            String what = count == 1 ? "this table" : "these " + count + " tables";
            if (!yes
                    && !console.confirms(
                            "Take over " + what + " for the " + valuesOptions.release() + "?",
                            "say --yes to take them over")) {
                console.say("Nothing was done.");
                return 1;
            }
            rollout.apply(adoption.plan(), console);
            console.say("Done.");
            return 0;
        } catch (Adoption.NotInValues e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private String text(Adoption adoption) {
        StringBuilder text = new StringBuilder();
        for (Step.Refuse refusal : adoption.refusals()) {
            text.append(
                            console.inked(
                                    Ink.REMOVED, "! " + refusal.subject() + " " + refusal.reason()))
                    .append('\n');
        }
        if (!adoption.refusals().isEmpty()) {
            return text.append("Nothing is taken over.\n").toString();
        }
        for (DesiredTable table : adoption.already()) {
            text.append("  table ").append(table.address()).append(" is this release's already\n");
        }
        for (Step.SetTags step : adoption.steps()) {
            text.append(console.inked(Ink.CHANGED, "~ " + step.subject() + ": take it over"))
                    .append('\n');
        }
        for (Step.Differs differs : adoption.differences()) {
            text.append("  ≠ ")
                    .append(differs.subject())
                    .append(": ")
                    .append(differs.field())
                    .append(" is ")
                    .append(differs.is())
                    .append(", and the values say ")
                    .append(differs.should())
                    .append('\n');
        }
        int count = adoption.differences().size();
        return text.append(
                        count == 0
                                ? "Nothing differs from the values.\n"
                                : (count == 1 ? "1 difference stays" : count + " differences stay")
                                        + " as long as nobody applies the values.\n")
                .toString();
    }
}
