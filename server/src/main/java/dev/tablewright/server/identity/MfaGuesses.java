package dev.tablewright.server.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Wrong codes of MFA devices. A code has six digits, and three of them are right at a time: whoever
 * has a user's keys and may guess as fast as the server answers is in within minutes. After {@value
 * #FREE} wrong codes in a row a device is asked once in {@link #PAUSE} at most, right codes
 * included, which leaves one chance in 200 in a day. AWS limits guesses too and does not say how.
 *
 * <p>Kept in memory: a restart forgives. Not for use by several threads.
 */
final class MfaGuesses {
    static final int FREE = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);

    private record Wrong(int inARow, Instant last) {}

    /** By serial number; devices without a wrong code since the last right one are not there. */
    private final Map<String, Wrong> wrong = new HashMap<>();

    /** Whether a code of the device is looked at. */
    boolean mayTry(String serialNumber, Instant now) {
        Wrong before = wrong.get(serialNumber);
        return before == null || before.inARow() < FREE || !now.isBefore(before.last().plus(PAUSE));
    }

    /** Notes what became of a code that was looked at. */
    void tried(String serialNumber, boolean right, Instant now) {
        if (right) {
            wrong.remove(serialNumber);
        } else {
            wrong.merge(
                    serialNumber,
                    new Wrong(1, now),
                    (before, _) -> new Wrong(before.inARow() + 1, now));
        }
    }
}
