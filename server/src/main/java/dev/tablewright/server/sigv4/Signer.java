package dev.tablewright.server.sigv4;

import dev.tablewright.server.identity.Credential;

/**
 * A verified signer.
 *
 * @param region of the credential scope
 */
public record Signer(Credential credential, String region) {}
