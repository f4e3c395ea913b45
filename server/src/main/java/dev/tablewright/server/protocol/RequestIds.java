package dev.tablewright.server.protocol;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes request ids of DynamoDB's form, 52 capital letters and digits, and of that of IAM and STS,
 * a UUID. They name requests and keep no secret, so a mixed counter will do, which no thread has to
 * wait for.
 */
public final class RequestIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 52;

    /** Characters that one long yields: 36^12 < 2^63. */
    private static final int PER_LONG = 12;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final AtomicLong longsUsed = new AtomicLong();

    /** Creates ids that begin at a random place. */
    public RequestIds(RandomGenerator random) {
        this.seed = random.nextLong();
    }

    /** Returns a new id of DynamoDB's form. */
    public String next() {
        long first = longsUsed.getAndAdd(Math.ceilDiv(LENGTH, PER_LONG));
        char[] id = new char[LENGTH];
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (i % PER_LONG == 0) {
                bits = mix(seed + (first + i / PER_LONG) * GOLDEN) >>> 1;
            }
            id[i] = ALPHABET.charAt((int) (bits % ALPHABET.length()));
            bits /= ALPHABET.length();
        }
        return new String(id);
    }

    /** Returns a new id that is a random UUID, of version 4. */
    public String nextUuid() {
        long first = longsUsed.getAndAdd(2);
        long high = (mix(seed + first * GOLDEN) & ~0xF000L) | 0x4000L;
        long low = (mix(seed + (first + 1) * GOLDEN) >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    /** SplitMix64's finalizer: every counter value gives another, unrelated looking one. */
    private static long mix(long counter) {
        long bits = (counter ^ (counter >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
