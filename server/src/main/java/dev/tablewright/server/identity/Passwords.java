package dev.tablewright.server.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A user's password and the ones before it, each as its PBKDF2 hash. One salt serves them all, so
 * that a new password is compared with all earlier ones at the cost of one hash.
 *
 * @param salt 16 bytes in hexadecimal digits
 * @param rounds of HMAC-SHA512 for each hash
 * @param hashes 32 bytes each in hexadecimal digits, the newest first; at most 25
 */
public record Passwords(String salt, int rounds, List<String> hashes) {
    /**
     * Costs an attacker, and every change of a password, about a fifth of a second.
     *
     * @see <a
     *     href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP
     *     on storing passwords</a>
     */
    private static final int ROUNDS = 210_000;

    private static final int HASH_BITS = 256;

    /** The current one, and as many as a policy can ask to remember. */
    private static final int MOST_KEPT = 25;

    /** Copies the list. */
    public Passwords {
        hashes = List.copyOf(hashes);
    }

    /** Returns a first password. */
    static Passwords first(String password, byte[] salt) {
        String hex = HexFormat.of().formatHex(salt);
        return new Passwords(hex, ROUNDS, List.of(hash(password, hex, ROUNDS)));
    }

    /** Whether {@code password} is the one that holds now. */
    boolean isCurrent(String password) {
        return equal(hashes.getFirst(), hash(password, salt, rounds));
    }

    /**
     * Returns these with a new password in force.
     *
     * @param reusePrevention how many of the newest must differ from it
     * @throws IdentityException if one does not
     */
    Passwords changedTo(String password, int reusePrevention) {
        String hash = hash(password, salt, rounds);
        if (hashes.stream().limit(reusePrevention).anyMatch(old -> equal(old, hash))) {
            throw new IdentityException(
                    IdentityException.Code.PASSWORD_POLICY_VIOLATION,
                    "Password was used before, and cannot be reused");
        }
        List<String> changed = new ArrayList<>();
        changed.add(hash);
        hashes.stream().limit(MOST_KEPT - 1L).forEach(changed::add);
        return new Passwords(salt, rounds, changed);
    }

    private static String hash(String password, String salt, int rounds) {
        var spec =
                new PBEKeySpec(
                        password.toCharArray(), HexFormat.of().parseHex(salt), rounds, HASH_BITS);
        try {
            byte[] hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                            .generateSecret(spec)
                            .getEncoded();
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            spec.clearPassword();
        }
    }

    private static boolean equal(String one, String other) {
        HexFormat hex = HexFormat.of();
        return MessageDigest.isEqual(hex.parseHex(one), hex.parseHex(other));
    }

    @Override
    public String toString() {
        return "Passwords[" + hashes.size() + "]";
    }
}
