package dev.tablewright.controlplane.target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom an endpoint with TLS may be vouched for by: those that the JDK trusts, and those in the file
 * that {@value #VARIABLE} names, which the AWS CLI and boto3 read too (the AWS SDK for Java does
 * not). Both, since an operator may speak to AWS and to an endpoint of its cluster.
 */
public final class CertificateAuthorities {
    /** Environment variable with the path of a PEM file; empty is as if it were not there. */
    public static final String VARIABLE = "AWS_CA_BUNDLE";

    private final TrustManager @Nullable [] managers;

    private CertificateAuthorities(TrustManager @Nullable [] managers) {
        this.managers = managers;
    }

    /**
     * Reads what the environment of this process names.
     *
     * @throws SdkClientException if the file cannot be read or holds no certificate
     */
    public static CertificateAuthorities ofEnvironment() {
        return named(System.getenv(VARIABLE));
    }

    /**
     * Reads {@code file}; null or empty for those that the JDK trusts.
     *
     * @throws SdkClientException if it cannot be read or holds no certificate
     */
    public static CertificateAuthorities named(@Nullable String file) {
        if (file == null || file.isEmpty()) {
            return new CertificateAuthorities(null);
        }
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            return new CertificateAuthorities(trusting(certificates(pem)));
        } catch (IOException | InvalidPathException unreadable) {
            throw unusable(file, "cannot be read", unreadable);
        } catch (CertificateException none) {
            throw unusable(file, "holds no certificates in PEM form", none);
        } catch (GeneralSecurityException refused) {
            throw unusable(file, "cannot be used: " + refused.getMessage(), refused);
        }
    }

    private static Collection<? extends Certificate> certificates(InputStream pem)
            throws CertificateException {
        var found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        if (found.isEmpty()) {
            throw new CertificateException("empty");
        }
        return found;
    }

    private static TrustManager[] trusting(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        List<Certificate> all = new ArrayList<>(certificates);
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager usual) {
                all.addAll(Arrays.asList(usual.getAcceptedIssuers()));
            }
        }
        for (Certificate certificate : all) {
            trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
        }
        return managers(trusted);
    }

    /** Returns what trusts {@code authorities}; null for those that the JDK trusts. */
    private static TrustManager[] managers(@Nullable KeyStore authorities)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static SdkClientException unusable(String file, String why, Exception cause) {
        return SdkClientException.create(VARIABLE + " names " + file + ", which " + why, cause);
    }

    /** Returns the beginning of a client of AWS's SDK that believes them. */
    public UrlConnectionHttpClient.Builder client() {
        UrlConnectionHttpClient.Builder client = UrlConnectionHttpClient.builder();
        TrustManager[] chosen = managers;
        return chosen == null ? client : client.tlsTrustManagersProvider(chosen::clone);
    }

    /** Returns the TLS of other clients. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
