package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.stream.Shard;
import dev.tablewright.engine.stream.Streams;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * DescribeStream: a stream and its shards.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html">DescribeStream</a>
 */
final class DescribeStream
        implements Operation<
                RequestReader, ResponseWriter, DescribeStream.Request, DescribeStream.Response> {
    private static final int MAX_PAGE = 100;

    private final Streams streams;

    DescribeStream(Streams streams) {
        this.streams = streams;
    }

    /**
     * What is asked.
     *
     * @param childrenOf only the shards that follow this one; null for all
     */
    record Request(
            StreamRef stream,
            String region,
            int limit,
            @Nullable String after,
            @Nullable ChildrenOf childrenOf,
            Instant now) {}

    /**
     * The filter CHILD_SHARDS.
     *
     * @param shardId null where it was left out; nothing follows that
     */
    record ChildrenOf(@Nullable String shardId) {}

    /**
     * What was found.
     *
     * @param more whether others follow
     */
    record Response(TableStream stream, List<Shard> shards, boolean more) {}

    @Override
    public String name() {
        return "DescribeStream";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = StreamMembers.streamArn(in);
        int limit = StreamMembers.limit(in, MAX_PAGE);
        String after = StreamMembers.shardId(in, "ExclusiveStartShardId");
        RequestReader filter = in.structure("ShardFilter", "ShardFilter");
        ChildrenOf childrenOf = filter == null ? null : childrenOf(filter);
        in.requireValid();
        if (limit > MAX_PAGE) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Limit cannot be greater than the"
                            + " maximum: "
                            + MAX_PAGE);
        }
        return new Request(
                StreamMembers.require(arn),
                in.region(),
                limit,
                after,
                childrenOf,
                in.context().time());
    }

    /** DynamoDB's ShardFilterType. */
    private enum FilterType {
        CHILD_SHARDS
    }

    private static ChildrenOf childrenOf(RequestReader filter) {
        FilterType type = filter.choice("Type", List.of(FilterType.values()));
        if (type == null && !filter.has("Type")) {
            filter.note("Type", "null", "Member must not be null");
        }
        return new ChildrenOf(StreamMembers.shardId(filter, "ShardId"));
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(StreamMembers.access(name(), request.stream()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        StreamMembers.requireRegion(request.stream(), request.region());
        TableStream stream = streams.require(request.stream(), request.now());
        String after = request.after();
        ChildrenOf childrenOf = request.childrenOf();
        List<Shard> found =
                streams.shards(stream, request.now()).stream()
                        .filter(shard -> after == null || shard.id().compareTo(after) > 0)
                        .filter(shard -> childrenOf == null || isChild(shard, childrenOf))
                        .toList();
        boolean more = found.size() > request.limit();
        return new Response(stream, more ? found.subList(0, request.limit()) : found, more);
    }

    private static boolean isChild(Shard shard, ChildrenOf childrenOf) {
        return shard.parentId() != null && Objects.equals(shard.parentId(), childrenOf.shardId());
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.object("StreamDescription", inner -> write(inner, response));
    }

    private static void write(ResponseWriter out, Response response) {
        TableStream stream = response.stream();
        out.string("StreamArn", stream.ref().arn());
        out.string("StreamLabel", stream.label());
        out.string("StreamStatus", stream.status().name());
        out.string("StreamViewType", stream.view().name());
        out.time("CreationRequestDateTime", stream.created());
        out.string("TableName", stream.table().name());
        out.objects(
                "KeySchema",
                keyElements(stream.key()),
                (each, element) -> {
                    each.string("AttributeName", element.name());
                    each.string("KeyType", element.role());
                });
        out.objects("Shards", response.shards(), DescribeStream::writeShard);
        if (response.more()) {
            out.string("LastEvaluatedShardId", response.shards().getLast().id());
        }
    }

    private record Element(String name, String role) {}

    private static List<Element> keyElements(KeySchema key) {
        List<Element> elements = new ArrayList<>();
        key.hash().forEach(name -> elements.add(new Element(name, "HASH")));
        key.range().forEach(name -> elements.add(new Element(name, "RANGE")));
        return elements;
    }

    private static void writeShard(ResponseWriter out, Shard shard) {
        out.string("ShardId", shard.id());
        out.object(
                "SequenceNumberRange",
                range -> {
                    range.string("StartingSequenceNumber", SequenceNumber.write(shard.start() + 1));
                    Long end = shard.end();
                    if (end != null) {
                        range.string("EndingSequenceNumber", SequenceNumber.write(end));
                    }
                });
        String parent = shard.parentId();
        if (parent != null) {
            out.string("ParentShardId", parent);
        }
    }
}
