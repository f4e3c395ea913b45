package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Server certificate. Its private key was compared with it and is not kept: no service here serves
 * with it.
 *
 * @param body in PEM, as it was uploaded
 * @param chain in PEM, or null
 * @param expires when the certificate ends
 */
public record ServerCertificate(
        Head head, Tags tags, String body, @Nullable String chain, Instant expires)
        implements Entity {
    @Override
    public EntityKind kind() {
        return EntityKind.SERVER_CERTIFICATE;
    }

    /** Returns this certificate under another name and path. */
    public ServerCertificate renamed(String name, String path) {
        return new ServerCertificate(head.renamed(name, path), tags, body, chain, expires);
    }

    /** Returns this certificate with other tags. */
    public ServerCertificate withTags(Tags changed) {
        return new ServerCertificate(head, changed, body, chain, expires);
    }
}
