package dev.tablewright.controlplane.target;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.exception.SdkClientException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * That a bundle is believed shows against a real server, in the command line's SecureServerTest.
 */
class CertificateAuthoritiesTest {
    @TempDir Path directory;

    @Test
    void whatCannotBeUsedIsRefusedByName() throws IOException {
        Path text = Files.writeString(directory.resolve("text.pem"), "no certificate");
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path missing = directory.resolve("missing.pem");

        assertRefused(text, "holds no certificates in PEM form");
        assertRefused(empty, "holds no certificates in PEM form");
        assertRefused(missing, "cannot be read");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> CertificateAuthorities.named(file.toString()))
                .isInstanceOf(SdkClientException.class)
                .hasMessageStartingWith("AWS_CA_BUNDLE names " + file + ", which " + why);
    }
}
