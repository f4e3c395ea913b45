package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Temporary credentials and what they stand for.
 *
 * @param accessKeyId begins with ASIA
 * @param account 12 digits
 * @param owner unique id of the role or user, or the account's number for the root user
 * @param name role session name, or the name of the federated user that a user or the root user
 *     made the session for; empty for a session of a user or the root user itself
 * @param policies session policies; null when none were passed, which limits nothing
 * @param tags session tags, those inherited along a chain of roles included
 * @param transitiveKeys keys of the tags that stay when this session assumes a further role
 * @param sourceIdentity who began the chain, or null
 * @param multiFactor whether a code of a multi-factor device was given when the session was made
 * @param federation what an identity provider said, or null when none was asked
 */
public record Session(
        String accessKeyId,
        String secret,
        String token,
        String account,
        String owner,
        String name,
        Instant issued,
        Instant expires,
        @Nullable List<Policy> policies,
        Tags tags,
        List<String> transitiveKeys,
        @Nullable String sourceIdentity,
        boolean multiFactor,
        @Nullable Federation federation) {
    /** Copies the lists. */
    public Session {
        policies = policies == null ? null : List.copyOf(policies);
        transitiveKeys = List.copyOf(transitiveKeys);
    }

    /**
     * A session policy, with its text as of the time the session was made.
     *
     * @param name ARN of a managed policy, or what an inline one is called by in explanations
     */
    public record Policy(String name, boolean managed, StoredPolicy document) {}

    /** Whether the session is one of a role. */
    public boolean ofRole() {
        return owner.startsWith(EntityKind.ROLE.idPrefix());
    }

    /** Whether the session is one of a federated user: GetFederationToken made it. */
    public boolean ofFederatedUser() {
        return !ofRole() && !name.isEmpty();
    }

    @Override
    public String toString() {
        return "Session[" + accessKeyId + "]";
    }
}
