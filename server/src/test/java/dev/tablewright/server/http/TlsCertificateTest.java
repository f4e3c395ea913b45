package dev.tablewright.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/** Real handshakes with certificates made here. */
class TlsCertificateTest {
    @TempDir Path directory;
    private Path certificate;
    private Path key;

    @BeforeEach
    void name() {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
    }

    @Test
    void requestsThroughTlsAreMarkedSo() throws Exception {
        X509Certificate trusted = issue(pair("EC", 256), certificate, key);

        try (HttpListener listener = listen(TlsCertificate.read(certificate, key))) {
            assertThat(get(listener, trusted)).isEqualTo("secure: true");
        }
        try (HttpListener plain = listen(null);
                var client = HttpClient.newHttpClient()) {
            assertThat(get(client, "http", plain)).isEqualTo("secure: false");
        }
    }

    /** Some tools write keys in the older forms, cert-manager by default. */
    @Test
    void keysInAllThreeFormsAreRead() throws Exception {
        for (KeyPair pair : List.of(pair("RSA", 2048), pair("EC", 256), pair("Ed25519", 255))) {
            X509Certificate trusted = issue(pair, certificate, key);
            for (PemObjectGenerator form : forms(pair)) {
                write(key, form);
                try (HttpListener listener = listen(TlsCertificate.read(certificate, key))) {
                    assertThat(get(listener, trusted))
                            .as(Files.readString(key).lines().findFirst().orElseThrow())
                            .isEqualTo("secure: true");
                }
            }
        }
    }

    @Test
    void aNewCertificateHoldsFromTheNextConnectionOn() throws Exception {
        X509Certificate old = issue(pair("EC", 256), certificate, key);
        TlsCertificate tls = TlsCertificate.read(certificate, key);

        try (HttpListener listener = listen(tls)) {
            X509Certificate renewed = issue(pair("EC", 256), certificate, key);
            assertThat(get(listener, old)).isEqualTo("secure: true");

            tls.refresh();
            assertThat(get(listener, renewed)).isEqualTo("secure: true");
            assertThatThrownBy(() -> get(listener, old)).isInstanceOf(SSLHandshakeException.class);

            Files.writeString(certificate, "half written");
            tls.refresh();
            assertThat(get(listener, renewed)).isEqualTo("secure: true");
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedByName() throws Exception {
        KeyPair pair = pair("RSA", 2048);
        issue(pair, certificate, key);
        Path other = directory.resolve("other.key");
        issue(pair("RSA", 2048), directory.resolve("other.crt"), other);
        Path locked = directory.resolve("locked.key");
        write(
                locked,
                new JcaPKCS8Generator(
                        pair.getPrivate(),
                        new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword("secret".toCharArray())
                                .build()));

        assertRefused(certificate, other, "other.key is not that of the certificate");
        assertRefused(certificate, locked, "wanted is PEM without a passphrase");
        assertRefused(certificate, certificate, "tls.crt holds no private key");
        assertRefused(key, key, "tls.key holds no certificate");
        assertRefused(directory.resolve("none.crt"), key, "none.crt");
    }

    private static void assertRefused(Path certificate, Path key, String text) {
        assertThatThrownBy(() -> TlsCertificate.read(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(text);
    }

    private static HttpListener listen(@Nullable TlsCertificate tls) throws IOException {
        return HttpListener.start(
                "127.0.0.1", 0, tls, InstantSource.system(), Duration.ofSeconds(20), new Mirror());
    }

    /** Tells how the request came. */
    private static final class Mirror implements HttpHandler {
        @Override
        public boolean mayBlock(HttpRequest request) {
            return false;
        }

        @Override
        public HttpResponse handle(HttpRequest request) {
            return new HttpResponse(
                    200, List.of(), ("secure: " + request.secure()).getBytes(UTF_8));
        }

        @Override
        public HttpResponse overloaded(HttpRequest request) {
            return new HttpResponse(503, List.of(), new byte[0]);
        }
    }

    private static String get(HttpListener listener, X509Certificate trusted) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
            return get(client, "https", listener);
        }
    }

    private static String get(HttpClient client, String scheme, HttpListener listener)
            throws IOException, InterruptedException {
        var request =
                java.net.http.HttpRequest.newBuilder(
                        URI.create(scheme + "://127.0.0.1:" + listener.port() + "/"));
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static SSLContext trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static KeyPair pair(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static List<PemObjectGenerator> forms(KeyPair pair) throws IOException {
        var pkcs8 = new JcaPKCS8Generator(pair.getPrivate(), null);
        return pair.getPrivate().getAlgorithm().equals("EdDSA")
                ? List.of(pkcs8)
                : List.of(pkcs8, new JcaMiscPEMGenerator(pair.getPrivate()));
    }

    private static X509Certificate issue(KeyPair pair, Path certificate, Path key)
            throws Exception {
        var name = new X500Name("CN=tablewright");
        String signature =
                switch (pair.getPrivate().getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        Instant now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(Duration.ofHours(1))),
                        name,
                        pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        X509Certificate issued =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder(signature)
                                                .build(pair.getPrivate())));
        write(certificate, new JcaMiscPEMGenerator(issued));
        write(key, new JcaPKCS8Generator(pair.getPrivate(), null));
        return issued;
    }

    private static void write(Path file, PemObjectGenerator content) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        Files.writeString(file, text.toString());
    }
}
