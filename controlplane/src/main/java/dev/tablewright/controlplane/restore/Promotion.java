package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.comparison.Difference;
import dev.tablewright.controlplane.comparison.DifferenceLog;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * Brings the items of a restored table into the place of its original, which keeps its name, ARN,
 * settings, indexes, stream and rights. Only items that differ are written, each under the
 * condition that nobody has written it since it was compared; such an item is left alone and
 * reported. Doing it again, after a new comparison, goes on from there.
 */
public final class Promotion {
    /** Writes at one time. */
    private static final int WRITERS = 8;

    private static final int MOST_SHOWN = 20;

    private final Items original;
    private final Items restored;
    private final DynamoDbClient client;
    private final TableAddress table;

    /** Prepares it. */
    public Promotion(Target target, TableAddress table, Items original, Items restored) {
        this.client = target.dynamoDb(table.region());
        this.table = table;
        this.original = original;
        this.restored = restored;
    }

    /**
     * What was done.
     *
     * @param putBack items that were missing
     * @param changedBack items that were different
     * @param deleted items that the restored table does not have
     * @param conflicts items that somebody has written meanwhile, and that were left alone
     * @param shown keys of some of these
     */
    public record Done(
            long putBack,
            long changedBack,
            long deleted,
            long conflicts,
            List<Map<String, AttributeValue>> shown) {
        /** Copies the list. */
        public Done {
            shown = List.copyOf(shown);
        }

        /** Returns how many items were written. */
        public long written() {
            return putBack + changedBack + deleted;
        }
    }

    /**
     * Writes what differs.
     *
     * @param log differences of the original, first, and the restored table
     * @param progress hears how many are dealt with; by several threads
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses; what was
     *     written stays
     */
    public Done copy(DifferenceLog log, LongConsumer progress)
            throws ComparisonFailed, InterruptedException {
        Counts counts = new Counts();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Semaphore room = new Semaphore(2 * WRITERS);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            try {
                log.forEach(
                        difference -> {
                            room.acquire();
                            if (failure.get() != null) {
                                room.release();
                                return;
                            }
                            writers.execute(
                                    () -> {
                                        try {
                                            write(difference, counts, failure);
                                            progress.accept(counts.all.incrementAndGet());
                                        } finally {
                                            room.release();
                                        }
                                    });
                        });
            } catch (InterruptedException e) {
                writers.shutdownNow();
                throw e;
            }
        }
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException refused) {
            throw refused;
        }
        if (failed instanceof Error grave) {
            throw grave;
        }
        return counts.done();
    }

    private static final class Counts {
        private final AtomicLong all = new AtomicLong();
        private final AtomicLong putBack = new AtomicLong();
        private final AtomicLong changedBack = new AtomicLong();
        private final AtomicLong deleted = new AtomicLong();
        private final AtomicLong conflicts = new AtomicLong();
        private final List<Map<String, AttributeValue>> shown = new ArrayList<>();

        private AtomicLong of(Difference.Kind kind) {
            return switch (kind) {
                case ADDED -> putBack;
                case CHANGED -> changedBack;
                case REMOVED -> deleted;
            };
        }

        private synchronized void conflict(Map<String, AttributeValue> key) {
            conflicts.incrementAndGet();
            if (shown.size() < MOST_SHOWN) {
                shown.add(key);
            }
        }

        private synchronized Done done() {
            return new Done(
                    putBack.get(), changedBack.get(), deleted.get(), conflicts.get(), shown);
        }
    }

    private void write(
            Difference difference, Counts counts, AtomicReference<@Nullable Throwable> failure) {
        try {
            if (isWritten(difference)) {
                counts.of(difference.kind()).incrementAndGet();
            } else {
                counts.conflict(difference.key());
            }
        } catch (ConditionalCheckFailedException written) {
            counts.conflict(difference.key());
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false if somebody has written the item meanwhile. */
    private boolean isWritten(Difference difference) throws InterruptedException {
        Map<String, AttributeValue> now = original.get(difference.key());
        if (!difference.isStill(now)) {
            return false;
        }
        Map<String, AttributeValue> wanted = restored.get(difference.key());
        ItemCondition condition =
                now == null
                        ? ItemCondition.absent(original.key().getFirst())
                        : ItemCondition.unchanged(now, wanted == null ? Map.of() : wanted);
        if (wanted != null) {
            var _ =
                    original.patiently(
                            () ->
                                    client.putItem(
                                            r ->
                                                    r.tableName(table.name())
                                                            .item(wanted)
                                                            .conditionExpression(condition.text())
                                                            .expressionAttributeNames(
                                                                    condition.names())
                                                            .expressionAttributeValues(
                                                                    condition.values())));
        } else if (now != null) {
            var _ =
                    original.patiently(
                            () ->
                                    client.deleteItem(
                                            r ->
                                                    r.tableName(table.name())
                                                            .key(difference.key())
                                                            .conditionExpression(condition.text())
                                                            .expressionAttributeNames(
                                                                    condition.names())
                                                            .expressionAttributeValues(
                                                                    condition.values())));
        }
        return true;
    }
}
