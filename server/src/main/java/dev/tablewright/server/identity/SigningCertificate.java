package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * A user's X.509 certificate for signing.
 *
 * @param id 32 letters and digits
 * @param body in PEM, as it was uploaded
 */
public record SigningCertificate(String id, String body, boolean active, Instant created)
        implements UserCredential<SigningCertificate> {
    @Override
    public SigningCertificate withActive(boolean changed) {
        return new SigningCertificate(id, body, changed, created);
    }
}
