package dev.tablewright.server.operation.streams;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/**
 * Sequence numbers as clients see them: at least 21 digits, the same number of digits for
 * centuries, so that they also order as text.
 */
final class SequenceNumber {
    private static final BigInteger UNIT = BigInteger.valueOf(100);

    private SequenceNumber() {}

    /** Writes a number of the log. */
    static String write(long sequence) {
        return "%019d00".formatted(sequence);
    }

    /** Reads a number; null if it is none that {@link #write} wrote. */
    static @Nullable Long read(String text) {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        BigInteger[] parts = new BigInteger(text).divideAndRemainder(UNIT);
        return parts[1].signum() == 0 && parts[0].bitLength() < Long.SIZE
                ? Long.valueOf(parts[0].longValueExact())
                : null;
    }
}
