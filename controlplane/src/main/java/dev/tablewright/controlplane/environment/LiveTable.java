package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A table of an environment as it is.
 *
 * @param items as DescribeTable tells; AWS counts anew every six hours
 * @param bytes likewise
 */
public record LiveTable(
        TableAddress address,
        String arn,
        String status,
        long items,
        long bytes,
        boolean deletionProtection,
        Map<String, String> tags) {
    /** Copies the tags. */
    public LiveTable {
        tags = Map.copyOf(tags);
    }

    /** Returns the name in the values; the AWS name when the tags do not tell. */
    public String logicalName() {
        return tags.getOrDefault(Release.TABLE_TAG, address.name());
    }

    /** Whether a copy of data into it was begun and did not come to its end. */
    public boolean isHalfCopied() {
        return Cloning.COPYING.equals(tags.get(Release.CLONE_TAG));
    }

    /** Returns the tag {@code key}; null if it has none. */
    public @Nullable String tag(String key) {
        return tags.get(key);
    }
}
