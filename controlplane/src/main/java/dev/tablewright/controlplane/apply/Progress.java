package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;

import java.time.Duration;

/** Is told how far an apply has come, by several threads. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT =
            new Progress() {
                @Override
                public void begins(Step step) {}

                @Override
                public void waits(Step step, Duration soFar) {}

                @Override
                public void ended(Outcome outcome) {}
            };

    /** {@code step} begins. */
    void begins(Step step);

    /** {@code step} still waits for the target. */
    void waits(Step step, Duration soFar);

    /** A step that had begun has ended. */
    void ended(Outcome outcome);
}
