package dev.tablewright.policy.catalog;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /**
     * Returns the candidate with the fewest letters added, removed, exchanged or swapped with their
     * neighbour; empty when that is more than a third of {@code text}'s name.
     */
    static Optional<String> of(String text, Collection<String> candidates) {
        int name = text.length() - text.indexOf(':') - 1;
        int nearest = Math.max(1, Math.min(4, name / 3)) + 1;
        @Nullable String best = null;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - text.length()) < nearest) {
                int distance = distance(text, candidate);
                if (distance < nearest) {
                    nearest = distance;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b) {
        int[][] best = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            best[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            best[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(best[i - 1][j], best[i][j - 1]) + 1;
                best[i][j] = Math.min(least, best[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best[i][j] = Math.min(best[i][j], best[i - 2][j - 2] + 1);
                }
            }
        }
        return best[a.length()][b.length()];
    }
}
