package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.IdentityException;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * RSA public keys in the two forms that IAM takes: OpenSSH's ({@code ssh-rsa AAAA... comment}) and
 * PEM.
 *
 * @param openSsh in OpenSSH's form, with the comment it came with
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4253#section-6.6">RFC 4253</a>
 */
record SshKeyText(String openSsh, RSAPublicKey key) {
    private static final String TYPE = "ssh-rsa";
    private static final String PEM_LABEL = "PUBLIC KEY";
    private static final int LEAST_BITS = 2048;

    /**
     * Reads a key.
     *
     * @throws IdentityException if it is in no known form, unreadable, or shorter than 2,048 bits
     */
    static SshKeyText parse(String text) {
        String trimmed = text.strip();
        SshKeyText parsed;
        if (trimmed.startsWith(TYPE + " ")) {
            parsed = new SshKeyText(trimmed, fromBlob(blob(trimmed)));
        } else if (trimmed.startsWith("-----BEGIN " + PEM_LABEL + "-----")) {
            RSAPublicKey key = fromPem(trimmed);
            parsed = new SshKeyText(TYPE + " " + base64(blob(key)), key);
        } else {
            throw new IdentityException(
                    IdentityException.Code.UNRECOGNIZED_PUBLIC_KEY_ENCODING,
                    "The public key encoding format is unsupported or unrecognized.");
        }
        if (parsed.key().getModulus().bitLength() < LEAST_BITS) {
            throw invalid();
        }
        return parsed;
    }

    /** MD5 of the key, as {@code ssh-keygen -l -E md5} prints it. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(blob(key));
            return HexFormat.ofDelimiter(":").formatHex(hash);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The key in PEM. */
    String pem() {
        return Pem.encode(PEM_LABEL, key.getEncoded());
    }

    private static byte[] blob(String openSsh) {
        String encoded = openSsh.split("\\s+", 3)[1];
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private static byte[] blob(RSAPublicKey key) {
        byte[] type = TYPE.getBytes(StandardCharsets.US_ASCII);
        byte[] exponent = key.getPublicExponent().toByteArray();
        byte[] modulus = key.getModulus().toByteArray();
        return ByteBuffer.allocate(12 + type.length + exponent.length + modulus.length)
                .putInt(type.length)
                .put(type)
                .putInt(exponent.length)
                .put(exponent)
                .putInt(modulus.length)
                .put(modulus)
                .array();
    }

    private static RSAPublicKey fromBlob(byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob);
        String type = new String(part(in), StandardCharsets.US_ASCII);
        BigInteger exponent = integer(in);
        BigInteger modulus = integer(in);
        if (!type.equals(TYPE) || in.hasRemaining()) {
            throw invalid();
        }
        try {
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException noKey) {
            throw invalid();
        }
    }

    private static BigInteger integer(ByteBuffer in) {
        byte[] bytes = part(in);
        if (bytes.length == 0) {
            throw invalid();
        }
        return new BigInteger(bytes);
    }

    private static byte[] part(ByteBuffer in) {
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw invalid();
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static RSAPublicKey fromPem(String text) {
        byte[] der = Pem.decode(text, PEM_LABEL);
        try {
            PublicKey key =
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new X509EncodedKeySpec(der == null ? new byte[0] : der));
            return (RSAPublicKey) key;
        } catch (GeneralSecurityException noKey) {
            throw invalid();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static IdentityException invalid() {
        return new IdentityException(
                IdentityException.Code.INVALID_PUBLIC_KEY,
                "The public key is malformed or invalid.");
    }
}
