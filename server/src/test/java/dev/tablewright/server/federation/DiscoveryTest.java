package dev.tablewright.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.MovableClock;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.identity.Tags;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys from the issuer itself. */
class DiscoveryTest {
    private static final String DISCOVERY = "/id/1/.well-known/openid-configuration";
    private static final char[] PASSWORD = "password".toCharArray();

    private final Map<String, String> pages = new HashMap<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final HttpKeySource source = new HttpKeySource();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private int serve(HttpServer server) {
        server.createContext(
                "/",
                exchange -> {
                    String page = pages.get(exchange.getRequestURI().getPath());
                    byte[] body = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private OidcProvider plain() throws IOException {
        int port =
                serve(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        OidcProvider provider = provider("127.0.0.1:" + port + "/id/1", true, List.of());
        publish(provider.issuer());
        return provider;
    }

    private static OidcProvider provider(String name, boolean plainHttp, List<String> thumbprints) {
        var head =
                new Entity.Head("123456789012", "OIDCAAAAAAAAAAAAAAAAA", name, "/", Instant.EPOCH);
        return new OidcProvider(head, Tags.NONE, plainHttp, List.of(), thumbprints);
    }

    private void publish(String issuer) {
        pages.put(
                DISCOVERY,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer));
        pages.put("/id/1/keys", TestIssuer.jwks());
    }

    private static void fails(Runnable fetch, Code code, String message) {
        assertThatThrownBy(fetch::run)
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.getMessage()).startsWith(message);
                        });
    }

    @Test
    void keysAreWhereTheDiscoveryDocumentSays() throws IOException {
        assertThat(source.fetch(plain()).getKeyByKeyId("rsa")).isNotNull();
    }

    @Test
    void anIssuerThatDoesNotAnswer() throws IOException {
        OidcProvider provider = plain();
        pages.remove("/id/1/keys");
        fails(() -> source.fetch(provider), Code.IDP_COMMUNICATION_ERROR, "The identity provider");
        servers.forEach(server -> server.stop(0));
        fails(() -> source.fetch(provider), Code.IDP_COMMUNICATION_ERROR, "The identity provider");
    }

    @Test
    void anIssuerThatAnswersNonsense() throws IOException {
        OidcProvider provider = plain();
        String issuer = provider.issuer();
        for (String document :
                List.of(
                        "not JSON",
                        "[]",
                        "{\"issuer\":\"https://other.example\",\"jwks_uri\":\"%s/keys\"}"
                                .formatted(issuer),
                        "{\"issuer\":\"%s\"}".formatted(issuer),
                        "{\"issuer\":\"%s\",\"jwks_uri\":\"http://10.0.0.1/keys\"}"
                                .formatted(issuer),
                        "{\"issuer\":\"%s\",\"jwks_uri\":\"file:///etc/passwd\"}"
                                .formatted(issuer))) {
            pages.put(DISCOVERY, document);
            fails(
                    () -> source.fetch(provider),
                    Code.INVALID_IDENTITY_TOKEN,
                    "Couldn't retrieve verification key");
        }
        publish(issuer);
        pages.put("/id/1/keys", "{\"keys\":5}");
        fails(
                () -> source.fetch(provider),
                Code.INVALID_IDENTITY_TOKEN,
                "Couldn't retrieve verification key");
        pages.put("/id/1/keys", "{\"keys\":[],\"x\":\"" + "x".repeat(600 << 10) + "\"}");
        fails(() -> source.fetch(provider), Code.IDP_COMMUNICATION_ERROR, "The identity provider");
    }

    /** As a cluster serves them: with a certificate that no authority of Java's knows. */
    @Test
    void aCertificateIsTrustedByItsThumbprint(@TempDir Path directory) throws Exception {
        KeyStore certified = certified(directory, "ip:127.0.0.1");
        var certificate = (X509Certificate) certified.getCertificate("issuer");
        String name = "127.0.0.1:" + serve(https(certified)) + "/id/1";
        publish("https://" + name);
        String thumbprint = PinnedTrust.thumbprint(certificate);

        assertThat(source.fetch(provider(name, false, List.of(thumbprint))).getKeys()).hasSize(2);
        assertThat(
                        source.fetch(
                                        provider(
                                                name,
                                                false,
                                                List.of(
                                                        "0".repeat(40),
                                                        thumbprint.toUpperCase(
                                                                java.util.Locale.ROOT))))
                                .getKeys())
                .hasSize(2);
        fails(
                () -> source.fetch(provider(name, false, List.of("0".repeat(40)))),
                Code.INVALID_IDENTITY_TOKEN,
                "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
        fails(
                () -> source.fetch(provider(name, false, List.of())),
                Code.INVALID_IDENTITY_TOKEN,
                "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
    }

    /** Else whoever owns one certificate of a pinned authority could speak for every host. */
    @Test
    void aThumbprintDoesNotExcuseTheWrongHost(@TempDir Path directory) throws Exception {
        KeyStore certified = certified(directory, "dns:oidc.example.com");
        String name = "127.0.0.1:" + serve(https(certified)) + "/id/1";
        publish("https://" + name);
        String thumbprint =
                PinnedTrust.thumbprint((X509Certificate) certified.getCertificate("issuer"));

        fails(
                () -> source.fetch(provider(name, false, List.of(thumbprint))),
                Code.INVALID_IDENTITY_TOKEN,
                "OpenIDConnect provider's HTTPS certificate");
    }

    private static KeyStore certified(Path directory, String host) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "issuer",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=issuer",
                                "-ext",
                                "SAN=" + host,
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static HttpsServer https(KeyStore store) throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Test
    void keysAreKeptAndAskedForAgainWithinBounds() throws Exception {
        var clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
        AtomicInteger asked = new AtomicInteger();
        JWKSet keys = JWKSet.parse(TestIssuer.jwks());
        var discovered =
                new DiscoveredKeys(
                        _ -> {
                            asked.incrementAndGet();
                            return keys;
                        },
                        clock);
        OidcProvider provider = provider("a", false, List.of());

        discovered.of(provider, "rsa");
        discovered.of(provider, "rsa");
        discovered.of(provider, null);
        discovered.of(provider, "unknown");
        assertThat(asked).as("an unknown key, and the copy is new").hasValue(1);

        clock.advance(DiscoveredKeys.PAUSE);
        discovered.of(provider, "rsa");
        assertThat(asked).as("a known key").hasValue(1);
        discovered.of(provider, "unknown");
        discovered.of(provider, "unknown");
        assertThat(asked).as("an unknown key").hasValue(2);

        clock.advance(DiscoveredKeys.KEPT);
        discovered.of(provider, "rsa");
        assertThat(asked).as("the copy is old").hasValue(3);
        discovered.of(provider("a", false, List.of("0".repeat(40))), "rsa");
        assertThat(asked).as("other thumbprints").hasValue(4);
    }

    @Test
    void aFailureIsRememberedForAMoment() {
        var clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
        AtomicInteger asked = new AtomicInteger();
        OidcProvider provider = provider("a", false, List.of());
        var discovered =
                new DiscoveredKeys(
                        _ -> {
                            asked.incrementAndGet();
                            throw HttpKeySource.unreachable(provider);
                        },
                        clock);

        for (int i = 0; i < 3; i++) {
            fails(
                    () -> discovered.of(provider, "rsa"),
                    Code.IDP_COMMUNICATION_ERROR,
                    "The identity provider");
        }
        assertThat(asked).hasValue(1);
        clock.advance(DiscoveredKeys.PAUSE_AFTER_FAILURE.plus(Duration.ofMillis(1)));
        fails(
                () -> discovered.of(provider, "rsa"),
                Code.IDP_COMMUNICATION_ERROR,
                "The identity provider");
        assertThat(asked).hasValue(2);
    }
}
