package dev.tablewright.engine.catalog;

import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * DynamoDB's SSESpecification.
 *
 * @param enabled false for the default: a key that AWS owns
 * @param keyId id, alias or ARN of a KMS key; null for the account's key for DynamoDB
 */
public record EncryptionRequest(boolean enabled, @Nullable String keyId) {
    /**
     * Requires that no key is named where encryption is the default.
     *
     * @throws ValidationException otherwise
     */
    public EncryptionRequest {
        if (!enabled && keyId != null) {
            throw new ValidationException(
                    "One or more parameter values were invalid: KMSMasterKeyId must not be"
                            + " specified when server side encryption is disabled");
        }
    }

    /** Returns what the table will show, or null for the default. */
    @Nullable Encryption of(TableRef table) {
        return enabled ? new Encryption(arn(table)) : null;
    }

    private String arn(TableRef table) {
        if (keyId != null && keyId.startsWith("arn:")) {
            return keyId;
        }
        String prefix = "arn:aws:kms:" + table.region() + ":" + table.account() + ":";
        if (keyId == null) {
            return prefix + "key/" + accountKey(prefix);
        }
        return prefix + (keyId.startsWith("alias/") ? keyId : "key/" + keyId);
    }

    /** The id of the account's key for DynamoDB: one per account and region, always the same. */
    private static UUID accountKey(String prefix) {
        return UUID.nameUUIDFromBytes(
                (prefix + "alias/aws/dynamodb").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
