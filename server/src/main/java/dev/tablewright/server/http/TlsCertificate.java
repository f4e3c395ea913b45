package dev.tablewright.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * The certificate that callers see, and its private key. Both are PEM files, as a Secret of
 * Kubernetes or a certificate authority's client lays them down, and are read again when they have
 * changed: certificates of today live for weeks.
 */
public final class TlsCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(TlsCertificate.class);

    private final Path certificateFile;
    private final Path keyFile;
    private byte[] certificates;
    private byte[] key;
    private volatile SslContext context;

    private TlsCertificate(
            Path certificateFile,
            Path keyFile,
            byte[] certificates,
            byte[] key,
            SslContext context) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.certificates = certificates;
        this.key = key;
        this.context = context;
    }

    /**
     * Reads both files.
     *
     * @param certificateFile the server's certificate first, then those that vouch for it
     * @param keyFile its private key, unencrypted: PKCS #8, PKCS #1 or SEC 1
     * @throws IOException if a file cannot be read, is none of these, or they do not belong
     *     together
     */
    public static TlsCertificate read(Path certificateFile, Path keyFile) throws IOException {
        byte[] certificates = Files.readAllBytes(certificateFile);
        byte[] key = Files.readAllBytes(keyFile);
        return new TlsCertificate(
                certificateFile,
                keyFile,
                certificates,
                key,
                context(certificateFile, certificates, keyFile, key));
    }

    /**
     * Reads the files again if they have changed; open connections stay as they are. Files that
     * cannot be used, for instance while one of the two is written, leave everything as it was.
     */
    public synchronized void refresh() {
        try {
            byte[] newCertificates = Files.readAllBytes(certificateFile);
            byte[] newKey = Files.readAllBytes(keyFile);
            if (Arrays.equals(newCertificates, certificates) && Arrays.equals(newKey, key)) {
                return;
            }
            context = context(certificateFile, newCertificates, keyFile, newKey);
            certificates = newCertificates;
            key = newKey;
            LOG.info("the certificate {} was read again", certificateFile);
        } catch (IOException unusable) {
            LOG.warn("the certificate stays as it was: {}", unusable.getMessage());
        }
    }

    SslHandler handler(ByteBufAllocator buffers) {
        return context.newHandler(buffers);
    }

    private static SslContext context(
            Path certificateFile, byte[] certificates, Path keyFile, byte[] key)
            throws IOException {
        X509Certificate[] chain = chain(certificateFile, certificates);
        PrivateKeyInfo keyInfo = keyInfo(keyFile, key);
        try {
            PublicKey certified = chain[0].getPublicKey();
            PrivateKey privateKey = privateKey(certified, keyInfo);
            if (belongTogether(certified, privateKey)) {
                return SslContextBuilder.forServer(privateKey, chain).build();
            }
        } catch (GeneralSecurityException _) {
            // A key of another kind, at the least.
        }
        throw new IOException(
                "the key " + keyFile + " is not that of the certificate " + certificateFile);
    }

    private static X509Certificate[] chain(Path file, byte[] pem) throws IOException {
        try {
            X509Certificate[] chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .toArray(X509Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (GeneralSecurityException _) {
            // Said below.
        }
        throw new IOException(
                file + " holds no certificate: wanted is PEM, -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKeyInfo keyInfo(Path file, byte[] pem) throws IOException {
        try (Reader text = new StringReader(new String(pem, UTF_8));
                PEMParser parser = new PEMParser(text)) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case PrivateKeyInfo info -> {
                        return info;
                    }
                    case PEMKeyPair pair -> {
                        return pair.getPrivateKeyInfo();
                    }
                    default -> {
                        // The parameters of an elliptic curve stand before its key.
                    }
                }
            }
        } catch (IOException _) {
            // Said below, without a word of the key.
        }
        throw new IOException(
                file
                        + " holds no private key that can be read: wanted is PEM without a"
                        + " passphrase, -----BEGIN PRIVATE KEY-----");
    }

    /** The older forms leave the parameters of an elliptic curve out; the certificate has them. */
    private static PrivateKey privateKey(PublicKey certified, PrivateKeyInfo key)
            throws GeneralSecurityException, IOException {
        var algorithm = SubjectPublicKeyInfo.getInstance(certified.getEncoded()).getAlgorithm();
        byte[] encoded = new PrivateKeyInfo(algorithm, key.parsePrivateKey()).getEncoded();
        return KeyFactory.getInstance(certified.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** A key that signs what the certificate does not confirm would fail at every connection. */
    private static boolean belongTogether(PublicKey certified, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        Signature confirming = Signature.getInstance(algorithm);
        confirming.initVerify(certified);
        confirming.update(probe);
        return confirming.verify(signing.sign());
    }
}
