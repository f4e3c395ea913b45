package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

/** Two tables cannot be compared; the message says why, to the user. */
public final class ComparisonFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ComparisonFailed(String reason) {
        super(reason);
    }

    /**
     * Returns what to throw for what ended another thread; throws it itself, where no caller has to
     * be ready for it.
     */
    static ComparisonFailed of(@Nullable Throwable cause, String what) throws InterruptedException {
        if (cause instanceof RuntimeException known) {
            throw known;
        }
        if (cause instanceof Error grave) {
            throw grave;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof ComparisonFailed known
                ? known
                : new ComparisonFailed(what + ": " + cause);
    }
}
