package dev.tablewright.server.federation;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom Java's authorities vouch for; and else a chain whose last certificate, as it is sent,
 * has a given thumbprint, provided that the rest holds: signatures, dates, and the name of the
 * host.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html">Obtain
 *     the thumbprint for an OpenID Connect identity provider</a>
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final List<String> thumbprints;

    private PinnedTrust(X509ExtendedTrustManager authorities, List<String> thumbprints) {
        this.authorities = authorities;
        this.thumbprints = thumbprints;
    }

    /** Returns a context that trusts so. */
    static SSLContext contextFor(List<String> thumbprints) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            var trust = new PinnedTrust(trustIn(null), lowerCase(thumbprints));
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java has no TLS", impossible);
        }
    }

    private static List<String> lowerCase(List<String> thumbprints) {
        return thumbprints.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether a connection failed because its certificate is not trusted. */
    static boolean isDistrust(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** Trust in the certificates of a store; null for Java's own. */
    private static X509ExtendedTrustManager trustIn(@Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    @FunctionalInterface
    private interface Question {
        void ask(X509ExtendedTrustManager trust) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Question question) throws CertificateException {
        try {
            question.ask(authorities);
        } catch (CertificateException untrusted) {
            X509Certificate top = chain[chain.length - 1];
            if (!thumbprints.contains(thumbprint(top))) {
                throw untrusted;
            }
            question.ask(trustInOnly(top));
        }
    }

    /** Returns the SHA-1 hash of a certificate: 40 hexadecimal digits, in lower case. */
    static String thumbprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new CertificateException(impossible);
        }
    }

    private static X509ExtendedTrustManager trustInOnly(X509Certificate certificate)
            throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("pinned", certificate);
            return trustIn(store);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new CertificateException(impossible);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, authType, socket));
    }

    /** Would not check the name of the host, so it trusts nobody. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("no connection to check the host of");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("clients are not asked for certificates");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
