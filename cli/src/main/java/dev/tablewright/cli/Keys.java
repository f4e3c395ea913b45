package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

import java.time.Instant;

/**
 * What a client signs with.
 *
 * @param sessionToken null for long-term keys
 * @param expiration null for long-term keys
 */
record Keys(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable Instant expiration) {
    static Keys longTerm(String accessKeyId, String secretAccessKey) {
        return new Keys(accessKeyId, secretAccessKey, null, null);
    }

    AwsCredentials forSdk() {
        return sessionToken == null
                ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
                : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken);
    }

    /** Says nothing secret. */
    @Override
    public String toString() {
        return "Keys[" + accessKeyId + "]";
    }
}
