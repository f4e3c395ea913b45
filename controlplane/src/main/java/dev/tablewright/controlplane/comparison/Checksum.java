package dev.tablewright.controlplane.comparison;

import java.math.BigInteger;
import java.util.Locale;

/** A sum of digests, which has no order. Not safe for use by several threads. */
final class Checksum {
    private static final BigInteger ROOM = BigInteger.ONE.shiftLeft(8 * ItemDigest.LENGTH);

    private BigInteger sum = BigInteger.ZERO;
    private long count;

    void add(byte[] digest) {
        sum = sum.add(new BigInteger(1, digest)).mod(ROOM);
        count++;
    }

    void add(Checksum other) {
        sum = sum.add(other.sum).mod(ROOM);
        count += other.count;
    }

    long count() {
        return count;
    }

    /** Returns 32 hexadecimal digits. */
    String text() {
        String digits = sum.toString(16).toLowerCase(Locale.ROOT);
        return "0".repeat(2 * ItemDigest.LENGTH - digits.length()) + digits;
    }
}
