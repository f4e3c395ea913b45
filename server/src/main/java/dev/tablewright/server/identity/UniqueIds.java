package dev.tablewright.server.identity;

import java.util.random.RandomGenerator;

/** Makes ids, keys and secrets in the forms that IAM gives them. Safe for use by many threads. */
final class UniqueIds {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int ENTITY_ID_LENGTH = 21;
    private static final int KEY_ID_LENGTH = 20;

    /** The API model wants 22 characters at least. */
    private static final int SAML_ID_LENGTH = 25;

    private static final int SECRET_LENGTH = 40;

    /** Long enough that nobody guesses one, and about as long as AWS's own. */
    private static final int SESSION_TOKEN_LENGTH = 356;

    private final RandomGenerator random;

    UniqueIds(RandomGenerator random) {
        this.random = random;
    }

    String entity(EntityKind kind) {
        int length = kind == EntityKind.SAML_PROVIDER ? SAML_ID_LENGTH : ENTITY_ID_LENGTH;
        return kind.idPrefix() + text(BASE32, length - kind.idPrefix().length());
    }

    /** Returns 12 digits, the first not zero: spreadsheets and YAML eat leading zeros. */
    String account() {
        return text("123456789", 1) + text("0123456789", 11);
    }

    String longTermKey() {
        return "AKIA" + text(BASE32, KEY_ID_LENGTH - 4);
    }

    String temporaryKey() {
        return "ASIA" + text(BASE32, KEY_ID_LENGTH - 4);
    }

    String secret() {
        return text(BASE64, SECRET_LENGTH);
    }

    String sessionToken() {
        return text(BASE64, SESSION_TOKEN_LENGTH);
    }

    /** Returns the id of an SSH public key. */
    String publicKey() {
        return "APKA" + text(BASE32, KEY_ID_LENGTH - 4);
    }

    /** Returns the id of a credential for one service. */
    String serviceCredential() {
        return "ACCA" + text(BASE32, ENTITY_ID_LENGTH - 4);
    }

    /** Returns letters and digits with 5 bits of chance each. */
    String base32(int length) {
        return text(BASE32, length);
    }

    /** Returns random bytes. */
    synchronized byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private synchronized String text(String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
