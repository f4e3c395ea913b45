package dev.tablewright.server.protocol;

import java.util.random.RandomGenerator;

/** Makes request ids of DynamoDB's form: 52 capital letters and digits. Safe for many threads. */
public final class RequestIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 52;

    /** Characters that one long yields: 36^12 < 2^63. */
    private static final int PER_LONG = 12;

    private final RandomGenerator random;

    /** Creates ids from {@code random}, which must be safe for use by many threads. */
    public RequestIds(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a new id. */
    public String next() {
        char[] id = new char[LENGTH];
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (i % PER_LONG == 0) {
                bits = random.nextLong() >>> 1;
            }
            id[i] = ALPHABET.charAt((int) (bits % ALPHABET.length()));
            bits /= ALPHABET.length();
        }
        return new String(id);
    }
}
