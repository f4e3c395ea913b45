package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * That a table's backup was restored and found right, as the table's tag {@value #TAG} remembers
 * it, for everybody to see: {@code 2026-03-01T12:00:00Z took 42s items 1200 of
 * 2026-03-01T11:00:00Z}.
 *
 * @param at when it was proved
 * @param took from the call until all items and indexes were there
 * @param moment of the items that came back
 */
public record RestoreProof(Instant at, Duration took, long items, Instant moment) {
    /** The tag. */
    public static final String TAG = "idp/proven-restore";

    /** Reads it from the tags of a table; null when there is none. */
    public static @Nullable RestoreProof of(Map<String, String> tags) {
        String text = tags.get(TAG);
        if (text == null) {
            return null;
        }
        List<String> words = List.of(text.split(" ", -1));
        if (words.size() != 7) {
            return null;
        }
        try {
            return new RestoreProof(
                    Instant.parse(words.get(0)),
                    Duration.parse("PT" + words.get(2)),
                    Long.parseLong(words.get(4)),
                    Instant.parse(words.get(6)));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Returns it as the value of a tag. */
    public String text() {
        return at + " took " + seconds() + "s items " + items + " of " + moment;
    }

    private String seconds() {
        return took.toSeconds() + (took.toSeconds() < 10 ? "." + took.toMillisPart() / 100 : "");
    }

    /** Writes it on the table. */
    void record(DynamoDbClient dynamoDb, String tableArn) {
        Tag tag = Tag.builder().key(TAG).value(text()).build();
        dynamoDb.tagResource(r -> r.resourceArn(tableArn).tags(tag));
    }
}
