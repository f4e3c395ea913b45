package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.stream.Shard;
import dev.tablewright.engine.stream.Streams;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.streams.ShardIterators.Place;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * GetShardIterator: where to start reading a shard.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html">GetShardIterator</a>
 */
final class GetShardIterator
        implements Operation<RequestReader, ResponseWriter, GetShardIterator.Request, String> {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private final Streams streams;
    private final ShardIterators iterators;

    GetShardIterator(Streams streams, ShardIterators iterators) {
        this.streams = streams;
        this.iterators = iterators;
    }

    /** DynamoDB's ShardIteratorType, in the order in which it prints them. */
    enum Type {
        AFTER_SEQUENCE_NUMBER,
        LATEST,
        AT_SEQUENCE_NUMBER,
        TRIM_HORIZON
    }

    /**
     * What is asked.
     *
     * @param number only with the two types that name one
     */
    record Request(
            StreamRef stream,
            String region,
            String shardId,
            Type type,
            @Nullable Long number,
            Instant now) {}

    @Override
    public String name() {
        return "GetShardIterator";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = StreamMembers.streamArn(in);
        String shardId = StreamMembers.requiredShardId(in);
        Type type = in.requiredChoice("ShardIteratorType", List.of(Type.values()));
        String number =
                in.string("SequenceNumber", Constraint.minLength(21), Constraint.maxLength(40));
        in.requireValid();
        StreamRef stream = StreamMembers.require(arn);
        return new Request(
                stream, in.region(), shardId, type, number(type, number), in.context().time());
    }

    private static @Nullable Long number(Type type, @Nullable String text) {
        return switch (type) {
            case TRIM_HORIZON, LATEST -> {
                if (text != null) {
                    throw new ValidationException(
                            INVALID + "SequenceNumber should not be passed for this iterator type");
                }
                yield null;
            }
            case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER -> {
                if (text == null) {
                    throw new ValidationException(INVALID + "Invalid SequenceNumber");
                }
                // What is no number of ours is none of the shard's.
                Long number = SequenceNumber.read(text);
                yield number == null ? Long.valueOf(0) : number;
            }
        };
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(StreamMembers.access(name(), request.stream()));
    }

    @Override
    public String execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        StreamMembers.requireRegion(request.stream(), request.region());
        var stream = streams.require(request.stream(), request.now());
        Shard shard = streams.requireShard(stream, request.shardId(), request.now());
        return iterators.write(
                new Place(request.stream(), shard.id(), position(request, shard), request.now()));
    }

    private long position(Request request, Shard shard) {
        Long number = request.number();
        Long position =
                switch (request.type()) {
                    case TRIM_HORIZON -> Long.valueOf(streams.oldest(shard, request.now()));
                    case LATEST -> Long.valueOf(streams.newest(shard));
                    case AT_SEQUENCE_NUMBER -> at(shard, number, true, request.now());
                    case AFTER_SEQUENCE_NUMBER -> at(shard, number, false, request.now());
                };
        if (position == null) {
            throw new ValidationException("Invalid SequenceNumber for the shard");
        }
        return position;
    }

    private @Nullable Long at(Shard shard, @Nullable Long number, boolean inclusive, Instant now) {
        return number == null ? null : streams.position(shard, number, inclusive, now);
    }

    @Override
    public void encode(String iterator, ResponseWriter out) {
        out.string("ShardIterator", iterator);
    }
}
