package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The keys that a table's stream says are written, from the moment of its making on. */
final class StreamTail implements AutoCloseable {
    private final DynamoDbStreamsClient streams;
    private final String arn;
    private final Set<String> known = new HashSet<>();
    private final Map<String, String> iterators = new HashMap<>();

    StreamTail(DynamoDbStreamsClient streams, String arn) {
        this.streams = streams;
        this.arn = arn;
        begin();
    }

    private void begin() {
        known.clear();
        iterators.clear();
        for (Shard shard : shards()) {
            known.add(shard.shardId());
            if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
                follow(shard, ShardIteratorType.LATEST);
            }
        }
    }

    private List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        String after = null;
        do {
            DescribeStreamRequest request =
                    DescribeStreamRequest.builder()
                            .streamArn(arn)
                            .exclusiveStartShardId(after)
                            .build();
            var page = streams.describeStream(request).streamDescription();
            shards.addAll(page.shards());
            after = page.lastEvaluatedShardId();
        } while (after != null);
        return shards;
    }

    private void follow(Shard shard, ShardIteratorType from) {
        @Nullable String iterator =
                streams.getShardIterator(
                                r ->
                                        r.streamArn(arn)
                                                .shardId(shard.shardId())
                                                .shardIteratorType(from))
                        .shardIterator();
        if (iterator != null) {
            iterators.put(shard.shardId(), iterator);
        }
    }

    /**
     * Tells what was written since the last poll.
     *
     * @return false if that cannot be told any more, as the last poll was too long ago: then it
     *     begins anew from here
     */
    boolean poll(Consumer<Map<String, AttributeValue>> written) {
        try {
            read(written);
            return true;
        } catch (ExpiredIteratorException
                | TrimmedDataAccessException
                | ResourceNotFoundException lost) {
            begin();
            return false;
        }
    }

    private void read(Consumer<Map<String, AttributeValue>> written) {
        boolean ended = false;
        for (String shard : List.copyOf(iterators.keySet())) {
            String iterator = iterators.getOrDefault(shard, "");
            while (true) {
                String here = iterator;
                var page = streams.getRecords(r -> r.shardIterator(here));
                for (Record one : page.records()) {
                    written.accept(one.dynamodb().keys());
                }
                @Nullable String next = page.nextShardIterator();
                if (next == null) {
                    iterators.remove(shard);
                    ended = true;
                    break;
                }
                iterators.put(shard, next);
                iterator = next;
                if (page.records().isEmpty()) {
                    break;
                }
            }
        }
        if (ended || iterators.isEmpty()) {
            for (Shard shard : shards()) {
                if (known.add(shard.shardId())) {
                    follow(shard, ShardIteratorType.TRIM_HORIZON);
                }
            }
        }
    }

    @Override
    public void close() {
        streams.close();
    }
}
