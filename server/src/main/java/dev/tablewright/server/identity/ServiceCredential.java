package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * A user's name and password for one service, apart from access keys. The password is told once and
 * not kept: no service here takes it.
 *
 * @param id begins with ACCA
 * @param service for instance {@code codecommit.amazonaws.com}
 * @param name what the user signs in as there
 */
public record ServiceCredential(
        String id, String service, String name, boolean active, Instant created)
        implements UserCredential<ServiceCredential> {
    @Override
    public ServiceCredential withActive(boolean changed) {
        return new ServiceCredential(id, service, name, changed, created);
    }
}
