package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An access key that requests may be signed with.
 *
 * @param sessionToken the token that must come with the request; null for a long-term key
 * @param expires null for a long-term key
 */
public record Credential(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable Instant expires,
        Caller caller) {
    @Override
    public String toString() {
        return "Credential[" + accessKeyId + "]";
    }
}
