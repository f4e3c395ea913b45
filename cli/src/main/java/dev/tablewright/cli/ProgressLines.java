package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;

import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * One line for each step that begins, one for each that does not succeed, and one now and then for
 * a long wait.
 */
final class ProgressLines implements Progress {
    private static final Duration FIRST_WORD = Duration.ofSeconds(10);

    private final Console console;
    private final IdentityHashMap<Step, Duration> nextWords = new IdentityHashMap<>();

    ProgressLines(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void begins(Step step) {
        if (step.isChange()) {
            console.say(step.subject() + ": " + StepText.lines(step).getFirst());
        }
    }

    @Override
    public synchronized void waits(Step step, Duration soFar) {
        Duration nextWord = nextWords.getOrDefault(step, FIRST_WORD);
        if (soFar.compareTo(nextWord) >= 0) {
            nextWords.put(step, nextWord.multipliedBy(2));
            console.say(
                    step.subject()
                            + ": still waiting, "
                            + soFar.toSeconds()
                            + " s so far ("
                            + StepText.of(step)
                            + ")");
        }
    }

    @Override
    public synchronized void ended(Outcome outcome) {
        nextWords.remove(outcome.step());
        switch (outcome) {
            case Outcome.Failed(var step, var reason) ->
                    console.say(step.subject() + ": FAILED: " + reason);
            case Outcome.Waiting(var step, var opens, var reason) ->
                    console.say(step.subject() + ": waits until " + opens + ": " + reason);
            case Outcome.Done _, Outcome.NotBegun _ -> {}
        }
    }
}
