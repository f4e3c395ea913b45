package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.model.ValidationException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shard iterators as clients carry them about: the ARN of the stream, and shard, position and time
 * with a seal that only this server can make. So nobody can turn the iterator of a stream that he
 * may read into one of another stream. Good across restarts. Safe for use by many threads.
 *
 * <pre>
 * arn|1|base64(time(8) position(8) shard id(rest) seal(16))
 * </pre>
 */
public final class ShardIterators {
    /** What the key in the store is for. */
    public static final String PURPOSE = "shard-iterators";

    /** As DynamoDB's: an iterator is good for 15 minutes. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private static final String FORM = "|1|";
    private static final int NUMBERS = 2 * Long.BYTES;
    private static final int SEAL = 16;

    private final SecretKeySpec key;

    /**
     * Creates a maker and reader of iterators.
     *
     * @param key 32 bytes; only iterators of the same key can be read
     */
    public ShardIterators(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * A place in a shard.
     *
     * @param position number behind which to read on
     * @param made when the iterator was made
     */
    record Place(StreamRef stream, String shardId, long position, Instant made) {
        /**
         * Requires that the iterator is not too old.
         *
         * @throws DatabaseException.IteratorExpired if it is
         */
        void requireFresh(Instant now) {
            if (made.plus(GOOD_FOR).isBefore(now)) {
                throw new DatabaseException.IteratorExpired();
            }
        }
    }

    /** Writes an iterator. */
    String write(Place place) {
        byte[] shard = place.shardId().getBytes(StandardCharsets.UTF_8);
        byte[] bytes =
                ByteBuffer.allocate(NUMBERS + shard.length + SEAL)
                        .putLong(place.made().toEpochMilli())
                        .putLong(place.position())
                        .put(shard)
                        .array();
        String arn = place.stream().arn();
        byte[] seal = seal(arn, bytes);
        System.arraycopy(seal, 0, bytes, bytes.length - SEAL, SEAL);
        return arn + FORM + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Reads an iterator.
     *
     * @throws ValidationException if it is none of ours
     */
    Place read(String iterator) {
        int form = iterator.indexOf(FORM);
        StreamRef stream = form < 0 ? null : StreamRef.parse(iterator.substring(0, form));
        if (stream == null) {
            throw invalid();
        }
        byte[] bytes = decode(iterator.substring(form + FORM.length()));
        byte[] seal = Arrays.copyOfRange(bytes, bytes.length - SEAL, bytes.length);
        if (!MessageDigest.isEqual(seal, seal(stream.arn(), bytes))) {
            throw invalid();
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new Place(
                stream,
                new String(bytes, NUMBERS, bytes.length - SEAL - NUMBERS, StandardCharsets.UTF_8),
                numbers.getLong(Long.BYTES),
                Instant.ofEpochMilli(numbers.getLong(0)));
    }

    private static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        if (bytes.length < NUMBERS + SEAL) {
            throw invalid();
        }
        return bytes;
    }

    /** Seals the ARN and all bytes but those that the seal itself takes. */
    private byte[] seal(String arn, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(arn.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(bytes, 0, bytes.length - SEAL);
            return Arrays.copyOf(mac.doFinal(), SEAL);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static ValidationException invalid() {
        return new ValidationException("Invalid ShardIterator");
    }
}
