package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.target.CertificateAuthorities;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.server.Installation;
import dev.tablewright.server.TablewrightServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A server with TLS, and clients that do or do not believe its certificate. */
class SecureServerTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path directory;

    @Test
    void whoIsNamedAsAuthorityIsBelieved() throws Exception {
        makeCertificate();
        Path certificate = directory.resolve("tls.crt");
        var tls =
                new TablewrightServer.Tls(
                        "127.0.0.1", 0, certificate, directory.resolve("tls.key"));
        try (LocalServer server =
                LocalServer.start(
                        new DataDirectory(directory.resolve("data")),
                        Installation.Settings.IN_MEMORY.withTls(tls))) {
            try (Target target = target(server, certificate.toString())) {
                assertThat(target.sts().getCallerIdentity().account()).isEqualTo("123456789012");
            }
            try (Target target = target(server, null)) {
                assertThatThrownBy(() -> target.sts().getCallerIdentity())
                        .isInstanceOf(SdkClientException.class)
                        .hasMessageContaining("PKIX path building failed");
            }
        }
    }

    private static Target target(LocalServer server, @Nullable String bundle) {
        return new Target(
                URI.create("https://127.0.0.1:" + server.securePort().orElseThrow()),
                StaticCredentialsProvider.create(server.root().forSdk()),
                "eu-west-1",
                CertificateAuthorities.named(bundle).client().build());
    }

    private void makeCertificate()
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD),
                                "-alias",
                                "tls",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=tablewright",
                                "-ext",
                                "san=ip:127.0.0.1")
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, PASSWORD);
        }
        writePem("tls.crt", "CERTIFICATE", made.getCertificate("tls").getEncoded());
        writePem("tls.key", "PRIVATE KEY", made.getKey("tls", PASSWORD).getEncoded());
    }

    private void writePem(String file, String label, byte[] content) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label));
    }
}
