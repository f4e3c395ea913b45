package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.partiql.SelectPlan.Cursor;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * NextToken of a statement: where it goes on. Good for the same statement only; what is in it is
 * the client's own, so it is checked and not secret.
 *
 * <p>Eight bytes of a hash of the statement, four of the partition's number, then the start key as
 * items are stored.
 */
final class StatementToken {
    private static final int HASH_BYTES = 8;

    private StatementToken() {}

    static String of(Cursor cursor, String statement) {
        Item start = cursor.startKey();
        byte[] key = start == null ? new byte[0] : start.encoded();
        byte[] token =
                ByteBuffer.allocate(HASH_BYTES + Integer.BYTES + key.length)
                        .put(hash(statement))
                        .putInt(cursor.partition())
                        .put(key)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    static Cursor read(String token, String statement) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            byte[] hash = new byte[HASH_BYTES];
            bytes.get(hash);
            int partition = bytes.getInt();
            if (!Arrays.equals(hash, hash(statement)) || partition < 0) {
                throw invalid();
            }
            byte[] key = new byte[bytes.remaining()];
            bytes.get(key);
            return new Cursor(partition, key.length == 0 ? null : decoded(key));
        } catch (ValidationException e) {
            throw e;
        } catch (RuntimeException notOurs) {
            throw invalid();
        }
    }

    /** Looks at everything in it, so that what is damaged fails here. */
    private static Item decoded(byte[] key) {
        return Item.of(Item.wrap(key).attributes());
    }

    private static ValidationException invalid() {
        return new ValidationException("Invalid NextToken");
    }

    private static byte[] hash(String statement) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(statement.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, HASH_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
