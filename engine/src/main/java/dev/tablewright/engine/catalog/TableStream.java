package dev.tablewright.engine.catalog;

import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One change stream: a table has one after the other, and each stays readable for a day after its
 * end, even when the table is gone.
 *
 * @param space of the table, which names its log
 * @param start number behind which its records begin
 * @param end number up to which there may be records; null while it is on or being switched off
 * @param shards how many are open at a time
 */
public record TableStream(
        TableRef table,
        long space,
        KeySchema key,
        StreamView view,
        String label,
        long start,
        @Nullable Long end,
        int shards,
        Status status,
        ResourcePolicy policy) {
    /** How long a record can be read, and an ended stream be described. */
    public static final Duration RETENTION = Duration.ofHours(24);

    /** DynamoDB's StreamStatus. */
    public enum Status {
        /** The table is being created. */
        ENABLING,
        /** Takes records. */
        ENABLED,
        /** Being switched off. */
        DISABLING,
        /** Ended; what it has can still be read. */
        DISABLED
    }

    /** What it is called by. */
    public StreamRef ref() {
        return new StreamRef(table, label);
    }

    /** When it was switched on. */
    public Instant created() {
        return SequenceClock.timeOf(start);
    }

    /** Whether nothing of it is left. */
    public boolean isGoneAt(Instant now) {
        return end != null && SequenceClock.timeOf(end).plus(RETENTION).isBefore(now);
    }

    /** The enabled stream of {@code table}, or the one that is being switched off; or null. */
    static @Nullable TableStream of(Table table) {
        StreamSettings settings = table.settings().stream();
        StreamView view = settings.view() == null ? settings.stopping() : settings.view();
        String label = settings.label();
        if (view == null || label == null) {
            return null;
        }
        return new TableStream(
                table.ref(),
                table.space(),
                table.definition().key(),
                view,
                label,
                settings.start(),
                null,
                settings.shards(),
                status(table),
                settings.policy());
    }

    private static Status status(Table table) {
        if (table.settings().stream().stopping() != null
                || table.status() == Table.TableStatus.DELETING) {
            return Status.DISABLING;
        }
        return table.status() == Table.TableStatus.CREATING ? Status.ENABLING : Status.ENABLED;
    }

    /** The same stream, ended. */
    TableStream endedAt(long newEnd) {
        return new TableStream(
                table, space, key, view, label, start, newEnd, shards, Status.DISABLED, policy);
    }

    /** The same stream with another policy. */
    TableStream withPolicy(ResourcePolicy other) {
        return new TableStream(table, space, key, view, label, start, end, shards, status, other);
    }
}
