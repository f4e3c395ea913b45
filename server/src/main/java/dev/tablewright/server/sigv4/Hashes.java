package dev.tablewright.server.sigv4;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two hash functions of Signature Version 4. Instances are kept per thread: they are dear. */
final class Hashes {
    private static final String HMAC = "HmacSHA256";

    private static final ThreadLocal<MessageDigest> DIGEST =
            ThreadLocal.withInitial(Hashes::newDigest);
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Hashes::newMac);

    private Hashes() {}

    static byte[] sha256(byte[] bytes) {
        return DIGEST.get().digest(bytes);
    }

    static byte[] hmac(byte[] key, byte[] message) {
        Mac mac = MAC.get();
        try {
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return mac.doFinal(message);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(HMAC);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
