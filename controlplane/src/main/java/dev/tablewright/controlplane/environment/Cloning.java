package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Copies what no plan knows of into tables that a plan has made: items, and the settings that would
 * touch them.
 *
 * <p>A table is marked as half copied before its first item is written, and as complete once its
 * items are counted. A clone that was stopped is finished by doing it again: complete tables are
 * left alone, the others are written again, which changes nothing where it was done already.
 */
public final class Cloning {
    static final String COPYING = "copying";
    private static final String COMPLETE = "complete";

    /** Tags of a table that is going to get items. */
    public static final Map<String, String> BEGUN = Map.of(Release.CLONE_TAG, COPYING);

    /** Scans of one table at one time. */
    private static final int SEGMENTS = 4;

    /** BatchWriteItem takes no more. */
    private static final int BATCH = 25;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** More than ten minutes in all for one batch. */
    private static final int MAX_ATTEMPTS = 130;

    private static final int PROGRESS_EVERY = 10_000;

    private final Target target;
    private final Masking masking;
    private final Sleeper sleeper;
    private final Consumer<String> progress;

    /**
     * Makes a clone.
     *
     * @param progress hears one line now and then
     */
    public Cloning(Target target, Masking masking, Sleeper sleeper, Consumer<String> progress) {
        this.target = target;
        this.masking = masking;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /**
     * One table to copy.
     *
     * @param logicalName that masking rules name it by
     */
    public record Copy(String logicalName, TableAddress from, TableAddress to) {}

    /**
     * Marks every table as not yet copied, so that a clone that ends too early says so.
     *
     * @throws CloneFailed if the rules would mask a key in a way that mixes up items
     */
    public void begin(List<Copy> copies) throws CloneFailed {
        for (Copy copy : copies) {
            masking.checkKeys(copy.logicalName(), keys(describe(copy.from())));
        }
        for (Copy copy : copies) {
            if (!isComplete(copy.to())) {
                mark(copy.to(), COPYING);
            }
        }
    }

    /**
     * Copies the items of one table, unless that is done already.
     *
     * @return how many items there are
     * @throws CloneFailed if an item cannot be masked or written, or counts differ; the table stays
     *     marked as half copied
     * @throws InterruptedException if the thread was interrupted; likewise
     */
    public long copyItems(Copy copy) throws CloneFailed, InterruptedException {
        if (isComplete(copy.to())) {
            progress.accept("table " + copy.to() + ": complete already");
            return count(copy.to());
        }
        long read = copySegments(copy);
        long written = count(copy.to());
        if (read != written) {
            throw new CloneFailed(
                    "table "
                            + copy.to()
                            + " has "
                            + written
                            + " items, and "
                            + read
                            + " were read from "
                            + copy.from()
                            + ": either was written to meanwhile; delete the clone and make it"
                            + " again");
        }
        mark(copy.to(), COMPLETE);
        progress.accept("table " + copy.to() + ": " + written + " items copied, counts agree");
        return written;
    }

    /**
     * Copies time to live and stream settings. Last, so that the copied items neither expire while
     * they are copied nor fill the stream.
     */
    public void copySettings(Copy copy) {
        DynamoDbClient from = client(copy.from());
        DynamoDbClient to = client(copy.to());
        var wanted =
                from.describeTimeToLive(r -> r.tableName(copy.from().name()))
                        .timeToLiveDescription();
        var there =
                to.describeTimeToLive(r -> r.tableName(copy.to().name())).timeToLiveDescription();
        if ("ENABLED".equals(wanted.timeToLiveStatusAsString())
                && !"ENABLED".equals(there.timeToLiveStatusAsString())) {
            TimeToLiveSpecification on =
                    TimeToLiveSpecification.builder()
                            .enabled(true)
                            .attributeName(wanted.attributeName())
                            .build();
            to.updateTimeToLive(r -> r.tableName(copy.to().name()).timeToLiveSpecification(on));
            progress.accept("table " + copy.to() + ": time to live on " + wanted.attributeName());
        }
        StreamSpecification stream = describe(copy.from()).streamSpecification();
        StreamSpecification has = describe(copy.to()).streamSpecification();
        if (stream != null
                && Boolean.TRUE.equals(stream.streamEnabled())
                && (has == null || !Boolean.TRUE.equals(has.streamEnabled()))) {
            to.updateTable(r -> r.tableName(copy.to().name()).streamSpecification(stream));
            progress.accept(
                    "table " + copy.to() + ": stream with " + stream.streamViewTypeAsString());
        }
    }

    private boolean isComplete(TableAddress table) {
        return COMPLETE.equals(
                dev.tablewright.controlplane.observed.Observer.tags(
                                client(table), describe(table).tableArn())
                        .get(Release.CLONE_TAG));
    }

    private void mark(TableAddress table, String state) {
        Tag tag = Tag.builder().key(Release.CLONE_TAG).value(state).build();
        String arn = describe(table).tableArn();
        client(table).tagResource(r -> r.resourceArn(arn).tags(tag));
    }

    private TableDescription describe(TableAddress table) {
        return client(table).describeTable(r -> r.tableName(table.name())).table();
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }

    private static Set<String> keys(TableDescription table) {
        Set<String> keys = new HashSet<>();
        table.keySchema().stream().map(KeySchemaElement::attributeName).forEach(keys::add);
        return keys;
    }

    private long copySegments(Copy copy) throws CloneFailed, InterruptedException {
        AtomicLong total = new AtomicLong();
        List<Future<?>> segments = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS)) {
            for (int i = 0; i < SEGMENTS; i++) {
                int segment = i;
                segments.add(
                        threads.submit(
                                () -> {
                                    copySegment(copy, segment, total);
                                    return null;
                                }));
            }
            try {
                for (Future<?> segment : segments) {
                    segment.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failed(copy, e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        return total.get();
    }

    private static CloneFailed failed(Copy copy, @Nullable Throwable cause) {
        if (cause instanceof CloneFailed known) {
            return known;
        }
        String reason =
                cause instanceof DynamoDbException answered
                        ? Target.sentence(answered)
                        : String.valueOf(cause);
        return new CloneFailed("table " + copy.to() + ": " + reason);
    }

    private void copySegment(Copy copy, int segment, AtomicLong total)
            throws CloneFailed, InterruptedException {
        Map<String, AttributeValue> next = Map.of();
        do {
            Map<String, AttributeValue> start = next;
            var page =
                    client(copy.from())
                            .scan(
                                    r ->
                                            r.tableName(copy.from().name())
                                                    .segment(segment)
                                                    .totalSegments(SEGMENTS)
                                                    .consistentRead(true)
                                                    .exclusiveStartKey(
                                                            start.isEmpty() ? null : start));
            List<WriteRequest> batch = new ArrayList<>();
            for (Map<String, AttributeValue> item : page.items()) {
                Map<String, AttributeValue> masked = masking.masked(copy.logicalName(), item);
                batch.add(WriteRequest.builder().putRequest(p -> p.item(masked)).build());
                if (batch.size() == BATCH) {
                    write(copy.to(), batch);
                    batch.clear();
                }
            }
            if (!batch.isEmpty()) {
                write(copy.to(), batch);
            }
            progress(copy, total, page.items().size());
            next = page.lastEvaluatedKey();
        } while (!next.isEmpty());
    }

    private void progress(Copy copy, AtomicLong total, int more) {
        long now = total.addAndGet(more);
        if (now / PROGRESS_EVERY != (now - more) / PROGRESS_EVERY) {
            progress.accept("table " + copy.to() + ": " + now + " items so far");
        }
    }

    private void write(TableAddress table, List<WriteRequest> batch)
            throws CloneFailed, InterruptedException {
        Map<String, List<WriteRequest>> open = Map.of(table.name(), List.copyOf(batch));
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Map<String, List<WriteRequest>> sent = open;
            open = client(table).batchWriteItem(r -> r.requestItems(sent)).unprocessedItems();
            if (open.isEmpty()) {
                return;
            }
            sleeper.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
        throw new CloneFailed(
                "table " + table + " takes no more items; do it again when it has room");
    }

    private long count(TableAddress table) {
        return client(table)
                .scanPaginator(
                        r -> r.tableName(table.name()).select(Select.COUNT).consistentRead(true))
                .stream()
                .mapToLong(page -> page.count())
                .sum();
    }
}
