package dev.tablewright.engine.transaction;

import dev.tablewright.storage.Bytes;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * The memory of an idempotency token: what request came with it, and until when it counts.
 *
 * <p>Stored as eight bytes of milliseconds since 1970, then the fingerprint.
 */
record TokenRecord(Instant goodUntil, Bytes fingerprint) {
    /** As DynamoDB: 10 minutes from the request that was done. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    static TokenRecord usedAt(Instant now, byte[] fingerprint) {
        return new TokenRecord(now.plus(GOOD_FOR), Bytes.copyOf(fingerprint));
    }

    static TokenRecord decode(Bytes stored) {
        Instant goodUntil = Instant.ofEpochMilli(ByteBuffer.wrap(stored.array()).getLong());
        byte[] fingerprint = Arrays.copyOfRange(stored.array(), Long.BYTES, stored.length());
        return new TokenRecord(goodUntil, Bytes.wrap(fingerprint));
    }

    Bytes encode() {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + fingerprint.length())
                        .putLong(goodUntil.toEpochMilli())
                        .put(fingerprint.array())
                        .array());
    }

    boolean isGoodAt(Instant now) {
        return now.isBefore(goodUntil);
    }

    boolean isFor(byte[] request) {
        return Arrays.equals(fingerprint.array(), request);
    }
}
