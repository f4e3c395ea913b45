package dev.tablewright.server.audit;

import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How the keys of items look where they may be read: they can be names of people. */
public final class KeyValues {
    /** Forms of a key value. */
    public enum Form {
        /** Not at all. */
        OFF,
        /** As HMAC-SHA256, by which equal ones can be told, but not what they are. */
        HASHED,
        /** As they are. */
        PLAIN
    }

    /** The condition keys whose values are key values of items, in lower case. */
    private static final Set<String> CONDITION_KEYS =
            Set.of(
                    "dynamodb:leadingkeys",
                    "dynamodb:firstpartitionkeyvalues",
                    "dynamodb:secondpartitionkeyvalues",
                    "dynamodb:thirdpartitionkeyvalues",
                    "dynamodb:fourthpartitionkeyvalues");

    private static final String HIDDEN = "(hidden)";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    /** Beside the identities, which are read by their own partitions only. */
    private static final Key SECRET =
            new Key(1, Bytes.wrap(ascii("audit")), Bytes.wrap(ascii("hash key")));

    private final Form form;
    private final byte[] secret;

    private KeyValues(Form form, byte[] secret) {
        this.form = form;
        this.secret = secret;
    }

    /**
     * Returns the rule for a server. Hashes are made with a secret that is kept in {@code store},
     * so that they stay the same over restarts.
     *
     * @param random cryptographically strong
     */
    public static KeyValues in(StorageEngine store, Form form, RandomGenerator random) {
        return new KeyValues(form, secret(store, random));
    }

    /** Returns the rule that shows nothing. */
    public static KeyValues hidden() {
        return new KeyValues(Form.OFF, new byte[0]);
    }

    private static byte[] secret(StorageEngine store, RandomGenerator random) {
        byte[] fresh = new byte[SECRET_BYTES];
        random.nextBytes(fresh);
        var write = new Commit.Write.Put(SECRET, Bytes.wrap(fresh));
        var first = new Commit(List.of(Commit.Check.absent(SECRET)), List.of(write));
        return switch (store.commit(first)) {
            case Commit.Result.Committed _ -> fresh;
            case Commit.Result.Conflict _ -> kept(store);
        };
    }

    private static byte[] kept(StorageEngine store) {
        try (ReadView view = store.read()) {
            Stored stored = view.get(SECRET);
            if (stored == null) {
                throw new IllegalStateException("the audit's hash key was deleted meanwhile");
            }
            return stored.value().array();
        }
    }

    Form form() {
        return form;
    }

    /** Whether the values of a condition key are keys of items. */
    static boolean holdsKeys(String conditionKey) {
        return CONDITION_KEYS.contains(conditionKey.toLowerCase(Locale.ROOT));
    }

    /** Returns the values of a condition key as they may be read. */
    List<String> shown(String conditionKey, List<String> values) {
        return holdsKeys(conditionKey) ? values.stream().map(this::shown).toList() : values;
    }

    private String shown(String value) {
        return switch (form) {
            case OFF -> HIDDEN;
            case HASHED -> hash(value);
            case PLAIN -> value;
        };
    }

    private String hash(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return "hmac:" + HexFormat.of().formatHex(mac.doFinal(utf8(value)), 0, 16);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
