package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import java.time.Duration;

/** One line for each step, and one now and then for a long wait. */
final class ProgressLines implements Progress {
    private static final Duration FIRST_WORD = Duration.ofSeconds(10);

    private final Console console;
    private Duration nextWord = FIRST_WORD;

    ProgressLines(Console console) {
        this.console = console;
    }

    @Override
    public void begins(Step step) {
        nextWord = FIRST_WORD;
        if (step.isChange()) {
            console.say(step.subject() + ": " + StepText.of(step));
        }
    }

    @Override
    public void waits(Step step, Duration soFar) {
        if (soFar.compareTo(nextWord) >= 0) {
            nextWord = nextWord.multipliedBy(2);
            console.say(step.subject() + ": still waiting, " + soFar.toSeconds() + " s so far");
        }
    }
}
