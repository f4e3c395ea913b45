package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A table's change stream.
 *
 * @param view what a record carries; null while the table has no enabled stream
 * @param label of the newest stream, which outlives its being switched off; null before the first
 * @param start number in the log of changes behind which the newest stream begins
 * @param shards how many shards of it are open at a time
 * @param stopping the view of the stream that is being switched off; null unless one is
 * @param policy of the newest stream
 */
public record StreamSettings(
        @Nullable StreamView view,
        @Nullable String label,
        long start,
        int shards,
        @Nullable StreamView stopping,
        ResourcePolicy policy) {
    /** The table never had a stream. */
    public static final StreamSettings NONE =
            new StreamSettings(null, null, 0, 1, null, ResourcePolicy.NONE);

    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** Whether the table has an enabled stream. */
    public boolean on() {
        return view != null;
    }

    /**
     * A new stream that starts now. Its label is the time to the millisecond, or one millisecond
     * more than that of the last one where the clock stands still.
     */
    StreamSettings started(StreamView newView, Instant now, long newStart, int newShards) {
        String newLabel = LABEL.format(now);
        if (newLabel.equals(label)) {
            newLabel = LABEL.format(now.plusMillis(1));
        }
        return new StreamSettings(
                newView, newLabel, newStart, newShards, null, ResourcePolicy.NONE);
    }

    /** The same stream, being switched off. */
    StreamSettings stopped() {
        return new StreamSettings(null, label, start, shards, view, policy);
    }

    /** The same stream, switched off for good. */
    StreamSettings settled() {
        return new StreamSettings(view, label, start, shards, null, policy);
    }

    /** The same stream with another policy. */
    StreamSettings withPolicy(ResourcePolicy other) {
        return new StreamSettings(view, label, start, shards, stopping, other);
    }
}
