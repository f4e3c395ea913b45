package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * Something that a user has several of, and that can be switched off.
 *
 * @param <C> the type itself
 */
public sealed interface UserCredential<C extends UserCredential<C>>
        permits SshPublicKey, SigningCertificate, ServiceCredential {
    /** Unique id. */
    String id();

    /** Whether it is switched on. */
    boolean active();

    /** When it was made or uploaded. */
    Instant created();

    /** Returns this, switched on or off. */
    C withActive(boolean changed);
}
