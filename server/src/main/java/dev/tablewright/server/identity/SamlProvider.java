package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * SAML identity provider. It can be described and named in trust policies; nobody signs in with it
 * here.
 *
 * @param metadata the document as it was sent
 * @param validUntil when the document says that it ends, else 100 years after the upload
 * @param encryption {@code Required} or {@code Allowed}; null when nothing was said
 * @param keys for decrypting assertions, at most two; the keys themselves are not kept
 */
public record SamlProvider(
        Head head,
        Tags tags,
        String metadata,
        Instant validUntil,
        @Nullable String encryption,
        List<PrivateKey> keys)
        implements Entity {
    /** A private key that was handed over. */
    public record PrivateKey(String id, Instant added) {}

    /** Copies the list. */
    public SamlProvider {
        keys = List.copyOf(keys);
    }

    @Override
    public EntityKind kind() {
        return EntityKind.SAML_PROVIDER;
    }

    /** Returns this provider with other keys. */
    public SamlProvider withKeys(List<PrivateKey> changed) {
        return new SamlProvider(head, tags, metadata, validUntil, encryption, changed);
    }

    /** Returns this provider with other tags. */
    public SamlProvider withTags(Tags changed) {
        return new SamlProvider(head, changed, metadata, validUntil, encryption, keys);
    }
}
