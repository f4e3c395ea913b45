package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.IdentityException;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;

/** Reads X.509 certificates and the private keys that belong to them. */
final class Certificates {
    private static final String LABEL = "CERTIFICATE";
    private static final byte[] PROBE = {1, 2, 3};

    private Certificates() {}

    /**
     * Reads one certificate in PEM.
     *
     * @throws IdentityException if it is malformed
     */
    static X509Certificate parse(String pem) {
        byte[] der = Pem.decode(pem, LABEL);
        if (der == null) {
            throw malformed(pem);
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException unreadable) {
            throw malformed(pem);
        }
    }

    /**
     * Checks a chain: one certificate after another, in PEM.
     *
     * @throws IdentityException if one is malformed
     */
    static void requireChain(String chain) {
        String end = "-----END " + LABEL + "-----";
        String rest = chain;
        do {
            parse(rest);
            rest = rest.substring(rest.indexOf(end) + end.length());
        } while (!rest.isBlank());
    }

    /**
     * Checks that a private key is the certificate's.
     *
     * @throws IdentityException if it is another's, or unreadable
     */
    static void requirePair(X509Certificate certificate, String privateKey) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        boolean belongs;
        try {
            PrivateKey key =
                    KeyFactory.getInstance(algorithm)
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(pkcs8(certificate, privateKey)));
            Signature signature =
                    Signature.getInstance(
                            algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256with" + algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            belongs = signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            belongs = false;
        }
        if (!belongs) {
            throw mismatch();
        }
    }

    private static IdentityException mismatch() {
        return new IdentityException(
                IdentityException.Code.KEY_PAIR_MISMATCH,
                "The public key certificate and the private key do not match.");
    }

    /**
     * The older forms of keys lack the name of the algorithm, which the certificate's own key has.
     */
    private static byte[] pkcs8(X509Certificate certificate, String pem) {
        byte[] whole = Pem.decode(pem, "PRIVATE KEY");
        if (whole != null) {
            return whole;
        }
        byte[] bare = Pem.decode(pem, certificate.getPublicKey().getAlgorithm() + " PRIVATE KEY");
        if (bare == null && pem.contains("PRIVATE KEY-----")) {
            throw mismatch();
        }
        if (bare == null) {
            throw new IdentityException(
                    IdentityException.Code.MALFORMED_CERTIFICATE,
                    "Unable to parse key; the private key must be unencrypted and in PEM format");
        }
        byte[] version = {2, 1, 0};
        byte[] algorithm = Der.firstOf(certificate.getPublicKey().getEncoded());
        return Der.sequence(version, algorithm, Der.octets(bare));
    }

    private static IdentityException malformed(String pem) {
        return new IdentityException(
                IdentityException.Code.MALFORMED_CERTIFICATE,
                "Certificate " + pem + " is malformed");
    }
}
