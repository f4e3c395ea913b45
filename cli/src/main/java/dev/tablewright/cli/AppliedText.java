package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

/** What became of an apply that did not do everything: what was done, and what is left and why. */
final class AppliedText {
    private static final int SHOWN = 40;

    private AppliedText() {}

    static String of(Applied applied) {
        StringBuilder text = new StringBuilder(headline(applied));
        int lines = 0;
        int hidden = 0;
        for (Outcome outcome : applied.outcomes()) {
            String line = line(outcome);
            if (line.isEmpty()) {
                continue;
            }
            if (lines++ < SHOWN) {
                text.append('\n').append(line);
            } else {
                hidden++;
            }
        }
        if (hidden > 0) {
            text.append("\n... and ").append(hidden).append(" more");
        }
        return text.append('\n').append(advice(applied)).toString();
    }

    private static String headline(Applied applied) {
        long done =
                applied.only(Outcome.Done.class).stream()
                        .filter(outcome -> outcome.step().isChange())
                        .count();
        return count(done, "change") + " done; what is left:";
    }

    private static String line(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "";
            case Outcome.Failed(var step, var reason) -> "Failed: " + words(step) + ": " + reason;
            case Outcome.Waiting(var step, var opens, var reason) ->
                    "Waits until " + opens + ": " + words(step) + " (" + reason + ")";
            case Outcome.NotBegun(var step, var because) when step.isChange() ->
                    "Not begun: "
                            + words(step)
                            + (because == null || because.equals(step)
                                    ? ""
                                    : ", because of " + because.subject());
            case Outcome.NotBegun _ -> "";
        };
    }

    private static String words(Step step) {
        return step.subject() + ": " + StepText.of(step);
    }

    private static String advice(Applied applied) {
        return applied.isDoneButForWaiting()
                ? "Nothing failed. Apply again when the time has come."
                : "Plan again to see what is left; applying again goes on from there.";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? " was" : "s were");
    }
}
