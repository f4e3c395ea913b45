package dev.tablewright.server.operation.streams;

import dev.tablewright.engine.stream.Streams;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/** The list of DynamoDB Streams' operations. */
public final class StreamsOperations {
    private StreamsOperations() {}

    /**
     * Returns every operation.
     *
     * @param iterators makes and reads shard iterators
     */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(
            Streams streams, ShardIterators iterators) {
        return List.of(
                new DescribeStream(streams),
                new GetRecords(streams, iterators),
                new GetShardIterator(streams, iterators),
                new ListStreams(streams));
    }
}
