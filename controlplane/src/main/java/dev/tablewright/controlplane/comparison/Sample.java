package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.List;
import java.util.Map;

/**
 * A difference with both items, as they are when it is shown.
 *
 * @param before null when the first table does not have it
 * @param after null when the other table does not have it
 */
public record Sample(
        Map<String, AttributeValue> key,
        @Nullable Map<String, AttributeValue> before,
        @Nullable Map<String, AttributeValue> after) {
    /** Reads both items; null if they are the same by now. */
    public static @Nullable Sample of(Difference difference, Items one, Items other)
            throws InterruptedException {
        Sample sample =
                new Sample(
                        difference.key(), one.get(difference.key()), other.get(difference.key()));
        return sample.isSame() ? null : sample;
    }

    private boolean isSame() {
        if (before == null || after == null) {
            return before == null && after == null;
        }
        return ItemDigest.same(before, after);
    }

    /** Returns how it differs. */
    public Difference.Kind kind() {
        if (before == null) {
            return Difference.Kind.ADDED;
        }
        return after == null ? Difference.Kind.REMOVED : Difference.Kind.CHANGED;
    }

    /** Returns what of the attributes differs; nothing where only one table has the item. */
    public List<AttributeChange> changes() {
        return before == null || after == null ? List.of() : AttributeChange.between(before, after);
    }
}
