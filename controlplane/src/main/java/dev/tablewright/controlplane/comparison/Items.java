package dev.tablewright.controlplane.comparison;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** The items of one table, read whole by several scans at once, or one by one. */
public final class Items {
    /** Scans of one table at one time. */
    static final int SEGMENTS = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Some ten minutes in all, besides what the client waits by itself. */
    private static final int ATTEMPTS = 130;

    private final Target target;
    private final TableAddress table;
    private final Sleeper sleeper;
    private final List<String> key;
    private final long expected;

    /**
     * Looks at a table.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if it is not there or may not be
     *     seen
     */
    public Items(Target target, TableAddress table, Sleeper sleeper) {
        this.target = target;
        this.table = table;
        this.sleeper = sleeper;
        TableDescription described = client().describeTable(r -> r.tableName(table.name())).table();
        this.key = described.keySchema().stream().map(KeySchemaElement::attributeName).toList();
        this.expected = described.itemCount() == null ? 0 : described.itemCount();
    }

    /** Returns the names of the key attributes, the partition key first. */
    public List<String> key() {
        return key;
    }

    /** Returns about how many items there are; AWS counts every six hours. */
    public long expected() {
        return expected;
    }

    TableAddress table() {
        return table;
    }

    DynamoDbClient client() {
        return target.dynamoDb(table.region());
    }

    /** Takes a page of items. Called by several threads, a segment's pages by one. */
    @FunctionalInterface
    interface Page {
        void is(int segment, List<Map<String, AttributeValue>> items) throws Exception;
    }

    /**
     * Reads all items.
     *
     * @param consistent whether everything written before is seen, at twice the price
     */
    void scan(boolean consistent, Page page) throws InterruptedException, ComparisonFailed {
        List<Future<?>> segments = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS)) {
            for (int i = 0; i < SEGMENTS; i++) {
                int segment = i;
                segments.add(
                        threads.submit(
                                () -> {
                                    scan(segment, consistent, page);
                                    return null;
                                }));
            }
            try {
                for (Future<?> segment : segments) {
                    segment.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw ComparisonFailed.of(e.getCause(), "table " + table);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private void scan(int segment, boolean consistent, Page page) throws Exception {
        Map<String, AttributeValue> next = Map.of();
        do {
            Map<String, AttributeValue> start = next;
            var answer =
                    patiently(
                            () ->
                                    client().scan(
                                                    r ->
                                                            r.tableName(table.name())
                                                                    .segment(segment)
                                                                    .totalSegments(SEGMENTS)
                                                                    .consistentRead(consistent)
                                                                    .exclusiveStartKey(
                                                                            start.isEmpty()
                                                                                    ? null
                                                                                    : start)));
            page.is(segment, answer.items());
            next = answer.lastEvaluatedKey();
        } while (!next.isEmpty());
    }

    /** Reads one item; null if there is none. */
    public @Nullable Map<String, AttributeValue> get(Map<String, AttributeValue> of)
            throws InterruptedException {
        var answer =
                patiently(
                        () ->
                                client().getItem(
                                                r ->
                                                        r.tableName(table.name())
                                                                .key(of)
                                                                .consistentRead(true)));
        return answer.hasItem() ? answer.item() : null;
    }

    /** Does a call again while the table has no capacity left for it. */
    public <T> T patiently(Supplier<T> call) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (AwsServiceException e) {
                if (!e.isThrottlingException() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            sleeper.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }
}
