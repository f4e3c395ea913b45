package dev.tablewright.server.operation.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.server.operation.iam.IamServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Streams through the AWS SDK, as consumers use them. */
class StreamOperationsTest {
    private static final Region REGION = Region.EU_WEST_1;

    private static IamServer server;
    private static DynamoDbClient db;
    private static DynamoDbStreamsClient streams;
    private static int made;

    @BeforeAll
    static void start() {
        server = new IamServer();
        db = server.dynamoDb(server.root(), REGION);
        streams = server.streams(server.root(), REGION);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @SuppressWarnings("unchecked") // the SDK's variable arguments are generic
    private static String create(StreamViewType view) {
        String name = "table" + ++made;
        db.createTable(
                r ->
                        r.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        a ->
                                                a.attributeName("id")
                                                        .attributeType(ScalarAttributeType.S))
                                .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                                .streamSpecification(
                                        s -> s.streamEnabled(true).streamViewType(view)));
        return name;
    }

    private static String arn(String table) {
        return db.describeTable(r -> r.tableName(table)).table().latestStreamArn();
    }

    private static void put(String table, String id, String n) {
        db.putItem(
                r ->
                        r.tableName(table)
                                .item(
                                        Map.of(
                                                "id", AttributeValue.fromS(id),
                                                "n", AttributeValue.fromN(n))));
    }

    private static List<Shard> shards(String arn) {
        return streams.describeStream(r -> r.streamArn(arn)).streamDescription().shards();
    }

    private static String iterator(String arn, String shard, ShardIteratorType type) {
        return streams.getShardIterator(
                        r -> r.streamArn(arn).shardId(shard).shardIteratorType(type))
                .shardIterator();
    }

    private static List<Record> readAll(String arn) {
        List<Record> all = new ArrayList<>();
        for (Shard shard : shards(arn)) {
            String iterator = iterator(arn, shard.shardId(), ShardIteratorType.TRIM_HORIZON);
            while (iterator != null) {
                String current = iterator;
                GetRecordsResponse page = streams.getRecords(r -> r.shardIterator(current));
                all.addAll(page.records());
                iterator = page.records().isEmpty() ? null : page.nextShardIterator();
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "UNKNOWN_TO_SDK_VERSION")
    void recordShowsWhatTheViewSays(StreamViewType view) {
        String table = create(view);
        put(table, "a", "1");
        put(table, "a", "2");
        put(table, "a", "2");
        db.deleteItem(r -> r.tableName(table).key(Map.of("id", AttributeValue.fromS("a"))));
        List<Record> records = readAll(arn(table));

        boolean showsNew = view != StreamViewType.KEYS_ONLY && view != StreamViewType.OLD_IMAGE;
        boolean showsOld = view != StreamViewType.KEYS_ONLY && view != StreamViewType.NEW_IMAGE;
        assertThat(records)
                .extracting(Record::eventName)
                .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        Record modify = records.get(1);
        assertThat(modify.eventVersion()).isEqualTo("1.1");
        assertThat(modify.eventSource()).isEqualTo("aws:dynamodb");
        assertThat(modify.awsRegion()).isEqualTo("eu-west-1");
        assertThat(modify.eventID()).matches("[0-9a-f]{32}");
        assertThat(modify.userIdentity()).isNull();
        assertThat(modify.dynamodb().streamViewType()).isEqualTo(view);
        assertThat(modify.dynamodb().keys()).isEqualTo(Map.of("id", AttributeValue.fromS("a")));
        assertThat(n(modify.dynamodb().newImage())).isEqualTo(showsNew ? "2" : null);
        assertThat(n(modify.dynamodb().oldImage())).isEqualTo(showsOld ? "1" : null);
        // id and a: 3 bytes. n and its number: 3 bytes. An image has both.
        assertThat(modify.dynamodb().sizeBytes())
                .isEqualTo(3 + (showsNew ? 6 : 0) + (showsOld ? 6 : 0));
        assertThat(modify.dynamodb().approximateCreationDateTime().toEpochMilli() % 1000).isZero();
        assertThat(records)
                .extracting(record -> record.dynamodb().sequenceNumber())
                .isSorted()
                .allMatch(number -> number.matches("[0-9]{21,40}"));
    }

    private static @Nullable String n(Map<String, AttributeValue> image) {
        AttributeValue value = image.get("n");
        return value == null ? null : value.n();
    }

    @Test
    void streamIsDescribedFromItsStartToItsEnd() {
        String table = create(StreamViewType.NEW_IMAGE);
        String arn = arn(table);
        var stream = streams.describeStream(r -> r.streamArn(arn)).streamDescription();
        assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ENABLED);
        assertThat(arn).endsWith("/stream/" + stream.streamLabel());
        assertThat(stream.tableName()).isEqualTo(table);
        assertThat(stream.shards()).hasSize(4);
        assertThat(stream.shards())
                .allMatch(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .allMatch(shard -> shard.shardId().matches("shardId-[0-9]{20}-[0-9a-f]{8}"));
        put(table, "a", "1");
        db.updateTable(r -> r.tableName(table).streamSpecification(s -> s.streamEnabled(false)));
        var ended = streams.describeStream(r -> r.streamArn(arn)).streamDescription();
        assertThat(ended.streamStatus()).isEqualTo(StreamStatus.DISABLED);
        assertThat(ended.shards())
                .allMatch(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
        assertThat(readAll(arn)).hasSize(1);
        for (Shard shard : ended.shards()) {
            String latest = iterator(arn, shard.shardId(), ShardIteratorType.LATEST);
            assertThat(streams.getRecords(r -> r.shardIterator(latest)).nextShardIterator())
                    .isNull();
        }
    }

    @Test
    void shardsAndStreamsArePaged() {
        String table = create(StreamViewType.KEYS_ONLY);
        String arn = arn(table);
        List<String> ids = new ArrayList<>();
        String last = null;
        do {
            String after = last;
            var page =
                    streams.describeStream(
                                    r -> r.streamArn(arn).limit(3).exclusiveStartShardId(after))
                            .streamDescription();
            page.shards().forEach(shard -> ids.add(shard.shardId()));
            last = page.lastEvaluatedShardId();
        } while (last != null);
        assertThat(ids).hasSize(4).isSorted().doesNotHaveDuplicates();
        assertThat(streams.listStreams(r -> r.tableName(table)).streams())
                .extracting(stream -> stream.streamArn())
                .containsExactly(arn);
        create(StreamViewType.KEYS_ONLY);
        var first = streams.listStreams(r -> r.limit(1));
        assertThat(first.lastEvaluatedStreamArn())
                .isEqualTo(first.streams().getFirst().streamArn());
        assertThat(
                        streams.listStreams(
                                        r ->
                                                r.exclusiveStartStreamArn(
                                                        first.lastEvaluatedStreamArn()))
                                .streams())
                .isNotEmpty()
                .doesNotContain(first.streams().getFirst());
    }

    @Test
    void iteratorLastsAQuarterOfAnHour() {
        String table = create(StreamViewType.KEYS_ONLY);
        String arn = arn(table);
        String shard = shards(arn).getFirst().shardId();
        String iterator = iterator(arn, shard, ShardIteratorType.LATEST);
        server.clock().advance(Duration.ofMinutes(8));
        String next =
                Objects.requireNonNull(
                        streams.getRecords(r -> r.shardIterator(iterator)).nextShardIterator());
        server.clock().advance(Duration.ofMinutes(8));
        assertThatExceptionOfType(ExpiredIteratorException.class)
                .isThrownBy(() -> streams.getRecords(r -> r.shardIterator(iterator)));
        assertThat(streams.getRecords(r -> r.shardIterator(next)).records()).isEmpty();
    }

    /** Else whoever may read one stream could read all. */
    @Test
    void iteratorCannotBeTurnedIntoOneOfAnotherStream() {
        String mine = arn(create(StreamViewType.KEYS_ONLY));
        String other = arn(create(StreamViewType.KEYS_ONLY));
        String iterator =
                iterator(mine, shards(mine).getFirst().shardId(), ShardIteratorType.LATEST);
        for (String forged :
                List.of(
                        iterator.replace(mine, other),
                        iterator.substring(0, iterator.length() - 4) + "AAAA",
                        mine + "|1|",
                        "x")) {
            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(() -> streams.getRecords(r -> r.shardIterator(forged)))
                    .satisfies(
                            refused ->
                                    assertThat(refused.awsErrorDetails().errorMessage())
                                            .isEqualTo("Invalid ShardIterator"));
        }
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "DescribeStream, stream, true",
        "DescribeStream, table, false",
        "GetShardIterator, stream, true",
        "GetRecords, stream, true",
        "ListStreams, stream, false",
        "ListStreams, *, true"
    })
    void permissionIsOnTheStream(String action, String resource, boolean allowed) {
        String table = create(StreamViewType.KEYS_ONLY);
        String arn = arn(table);
        String shard = shards(arn).getFirst().shardId();
        String iterator = iterator(arn, shard, ShardIteratorType.LATEST);
        String on =
                switch (resource) {
                    case "stream" -> arn.substring(0, arn.indexOf("/stream/")) + "/stream/*";
                    case "table" -> arn.substring(0, arn.indexOf("/stream/"));
                    default -> resource;
                };
        var reader =
                server.streams(
                        server.user(
                                "reader" + ++made,
                                """
                                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                 "Action": "dynamodb:%s", "Resource": "%s"}]}
                                """
                                        .formatted(action, on)),
                        REGION);
        Runnable call =
                switch (action) {
                    case "DescribeStream" -> () -> reader.describeStream(r -> r.streamArn(arn));
                    case "GetShardIterator" ->
                            () ->
                                    reader.getShardIterator(
                                            r ->
                                                    r.streamArn(arn)
                                                            .shardId(shard)
                                                            .shardIteratorType(
                                                                    ShardIteratorType.LATEST));
                    case "GetRecords" -> () -> reader.getRecords(r -> r.shardIterator(iterator));
                    default -> () -> reader.listStreams();
                };
        if (allowed) {
            call.run();
        } else {
            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(call::run)
                    .withMessageContaining("is not authorized to perform: dynamodb:" + action);
        }
    }

    @Test
    void streamOfAnotherRegionIsNotFound() {
        String arn = arn(create(StreamViewType.KEYS_ONLY));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(
                        () ->
                                server.streams(server.root(), Region.US_EAST_1)
                                        .describeStream(r -> r.streamArn(arn)))
                .withMessageContaining("Requested resource not found: Stream: " + arn);
    }
}
