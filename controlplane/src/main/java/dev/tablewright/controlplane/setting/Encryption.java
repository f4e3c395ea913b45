package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

/**
 * Encryption at rest with a key of KMS.
 *
 * @param enabled false for the key that AWS owns
 * @param kmsKeyArn of a key of one's own; null for the account's key of DynamoDB, or when nothing
 *     is said about it
 */
public record Encryption(boolean enabled, @Nullable String kmsKeyArn) {
    static final Encryption AWS_OWNED = new Encryption(false, null);
}
