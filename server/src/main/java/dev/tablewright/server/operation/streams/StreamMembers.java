package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

/** Members that several operations on streams have, and the permission on one stream. */
final class StreamMembers {
    private static final Constraint AT_LEAST_37 = Constraint.minLength(37);
    private static final Constraint AT_MOST_1024 = Constraint.maxLength(1024);
    private static final Constraint AT_LEAST_1 = Constraint.atLeast(1);

    private static final Constraint[] SHARD_ID = {
        Constraint.minLength(28), Constraint.maxLength(65)
    };

    private StreamMembers() {}

    /** Reads StreamArn; what it names is judged by {@link #require}. */
    static String streamArn(RequestReader in) {
        return in.requiredString("StreamArn", AT_LEAST_37, AT_MOST_1024);
    }

    /** Reads an optional ARN of a stream to start behind. */
    static @Nullable String startArn(RequestReader in) {
        return in.string("ExclusiveStartStreamArn", AT_LEAST_37, AT_MOST_1024);
    }

    /** Reads an optional ShardId. */
    static @Nullable String shardId(RequestReader in, String member) {
        return in.string(member, SHARD_ID);
    }

    /** Reads a required ShardId. */
    static String requiredShardId(RequestReader in) {
        return in.requiredString("ShardId", SHARD_ID);
    }

    /** Reads Limit. */
    static int limit(RequestReader in, int whenAbsent) {
        Integer limit = in.integer("Limit", AT_LEAST_1);
        return limit == null ? whenAbsent : limit;
    }

    /**
     * Returns the stream that an ARN names.
     *
     * @throws ValidationException if it is no ARN of a stream
     */
    static StreamRef require(String arn) {
        StreamRef ref = StreamRef.parse(arn);
        if (ref == null) {
            throw new ValidationException(
                    "Invalid StreamArn: Invalid ResourceArn provided as input " + arn);
        }
        return ref;
    }

    /**
     * Requires that a stream is of the region that the request was sent to.
     *
     * @throws DatabaseException.ResourceNotFound if it is not
     */
    static void requireRegion(StreamRef ref, String region) {
        if (!ref.table().region().equals(region)) {
            throw new DatabaseException.ResourceNotFound(
                    "Requested resource not found: Stream: " + ref.arn() + " not found", null);
        }
    }

    /** The permission for an action on a stream; it does not have the tags of its table. */
    static Access access(String action, StreamRef ref) {
        return Access.to("dynamodb:" + action, ref.arn(), ConditionContext.builder().build());
    }
}
