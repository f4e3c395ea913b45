package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.TransferRequest;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;

/** What exports and imports have in common: buckets, prefixes and tokens. */
final class BucketMembers {
    private static final Constraint OWNER = Constraint.pattern("[0-9]{12}");
    private static final Constraint BUCKET =
            Constraint.pattern("^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$");
    private static final Constraint TOKEN = Constraint.pattern("^[^\\$]+$");

    private BucketMembers() {}

    static String bucket(RequestReader in) {
        return in.requiredString("S3Bucket", Constraint.maxLength(255), BUCKET);
    }

    static @Nullable String owner(RequestReader in) {
        return in.string("S3BucketOwner", OWNER);
    }

    static @Nullable String prefix(RequestReader in, String member) {
        return in.string(member, Constraint.maxLength(1024));
    }

    /**
     * Requires what our buckets can hold.
     *
     * @return the prefix without slashes at its end; null for none
     */
    static @Nullable String requireKey(@Nullable String prefix) {
        String plain = prefix == null ? "" : prefix.replaceAll("/+$", "");
        if (plain.isEmpty()) {
            return null;
        }
        if (!ObjectStore.isKey(plain)) {
            throw new ValidationException(
                    "One or more parameter values were invalid: not the prefix of a key: "
                            + prefix);
        }
        return plain;
    }

    /** Reads ClientToken. */
    static TransferRequest request(RequestReader in) {
        return new TransferRequest(
                in.string("ClientToken", TOKEN), HexFormat.of().formatHex(in.fingerprint()));
    }

    /** A permission of S3, which AWS uses in the caller's name. */
    static Access access(String action, String bucket, String key) {
        return Access.to(
                "s3:" + action,
                "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key),
                ConditionContext.builder().build());
    }
}
