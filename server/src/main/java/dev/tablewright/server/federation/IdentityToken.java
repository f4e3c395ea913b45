package dev.tablewright.server.federation;

import dev.tablewright.server.identity.Federation;
import dev.tablewright.server.identity.Tags;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a genuine token says.
 *
 * @param audience the client that it is meant for: {@code azp} where there is one, else the value
 *     of {@code aud} that the provider in IAM lists
 * @param federation the provider and its condition keys
 * @param tags session tags; none for most issuers
 * @param transitiveKeys of tags that stay along a chain of roles
 * @param sourceIdentity null for most issuers
 */
public record IdentityToken(
        String subject,
        String audience,
        Federation federation,
        Tags tags,
        List<String> transitiveKeys,
        @Nullable String sourceIdentity) {
    /** Copies the list. */
    public IdentityToken {
        transitiveKeys = List.copyOf(transitiveKeys);
    }
}
