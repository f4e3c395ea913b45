package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.stream.Shard;
import dev.tablewright.engine.stream.Streams;
import dev.tablewright.engine.stream.Streams.RecordPage;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.streams.ShardIterators.Place;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;

/**
 * GetRecords: the next records of a shard, at most 1,000 or 1 MB.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html">GetRecords</a>
 */
final class GetRecords
        implements Operation<
                RequestReader, ResponseWriter, GetRecords.Request, GetRecords.Response> {
    private static final int MAX_PAGE = 1000;

    private final Streams streams;
    private final ShardIterators iterators;

    GetRecords(Streams streams, ShardIterators iterators) {
        this.streams = streams;
        this.iterators = iterators;
    }

    record Request(Place place, String region, int limit, Instant now) {}

    record Response(TableStream stream, RecordPage page, Place place) {}

    @Override
    public String name() {
        return "GetRecords";
    }

    /** An iterator that this server has not made names no stream that could be asked about. */
    @Override
    public Request decode(RequestReader in) {
        String iterator =
                in.requiredString(
                        "ShardIterator", Constraint.minLength(1), Constraint.maxLength(2048));
        int limit = StreamMembers.limit(in, MAX_PAGE);
        in.requireValid();
        Place place = iterators.read(iterator);
        if (limit > MAX_PAGE) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Limit should be less than or equal"
                            + " to "
                            + MAX_PAGE);
        }
        return new Request(place, in.region(), limit, in.context().time());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(StreamMembers.access(name(), request.place().stream()));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Place place = request.place();
        StreamMembers.requireRegion(place.stream(), request.region());
        place.requireFresh(request.now());
        TableStream stream = streams.require(place.stream(), request.now());
        Shard shard = streams.requireShard(stream, place.shardId(), request.now());
        RecordPage page = streams.read(shard, place.position(), request.limit(), request.now());
        Long next = page.next();
        return new Response(
                stream,
                page,
                new Place(
                        place.stream(),
                        place.shardId(),
                        next == null ? place.position() : next,
                        request.now()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        StreamRecordWriter writer = new StreamRecordWriter(response.stream());
        out.objects("Records", response.page().records(), writer::write);
        if (response.page().next() != null) {
            out.string("NextShardIterator", iterators.write(response.place()));
        }
    }
}
