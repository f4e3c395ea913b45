package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * A user's SSH public key.
 *
 * @param id begins with APKA
 * @param body in OpenSSH's form: {@code ssh-rsa}, the key in base 64, a comment perhaps
 */
public record SshPublicKey(String id, String body, boolean active, Instant created)
        implements UserCredential<SshPublicKey> {
    @Override
    public SshPublicKey withActive(boolean changed) {
        return new SshPublicKey(id, body, changed, created);
    }
}
