package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Step;

import java.time.Duration;

/** Is told how far an apply has come. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT =
            new Progress() {
                @Override
                public void begins(Step step) {}

                @Override
                public void waits(Step step, Duration soFar) {}
            };

    /** {@code step} begins. */
    void begins(Step step);

    /** {@code step} still waits for the target. */
    void waits(Step step, Duration soFar);
}
