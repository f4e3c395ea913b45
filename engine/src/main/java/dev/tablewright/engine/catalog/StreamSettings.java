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
 */
public record StreamSettings(@Nullable StreamView view, @Nullable String label) {
    /** The table never had a stream. */
    public static final StreamSettings NONE = new StreamSettings(null, null);

    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** A new stream that starts now; its label is the time, to the millisecond. */
    static StreamSettings started(StreamView view, Instant now) {
        return new StreamSettings(view, LABEL.format(now));
    }

    /** The same stream, switched off. */
    StreamSettings stopped() {
        return new StreamSettings(null, label);
    }
}
