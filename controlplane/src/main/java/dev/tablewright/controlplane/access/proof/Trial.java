package dev.tablewright.controlplane.access.proof;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Puts questions to the target itself. Whatever it does, nothing on the target is changed by it.
 */
public interface Trial {
    /** What the target said of one cell. */
    enum Outcome {
        /** Allowed. */
        ALLOWED,
        /** Denied. */
        DENIED,
        /** The answer says neither. */
        UNCLEAR
    }

    /**
     * What came of a trial.
     *
     * @param how for reports, for instance {@code signed requests}
     * @param outcomes of the cells that were tried
     * @param untried actions that cannot be tried without changing something, or not here
     * @param notes worth a word
     */
    record Outcomes(
            String how,
            Map<Cell, Outcome> outcomes,
            SortedSet<String> untried,
            List<String> notes) {}

    /** Tries what can be tried of {@code cells}. */
    Outcomes attempt(List<Cell> cells) throws InterruptedException;
}
