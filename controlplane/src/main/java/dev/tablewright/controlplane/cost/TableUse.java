package dev.tablewright.controlplane.cost;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a table uses that is paid for.
 *
 * @param table its name in the values
 * @param name its name in AWS
 * @param capacity {@link Throughput#ON_DEMAND} when billed by request
 * @param bytes of the items; null when not known
 * @param backupBytes of all its backups; null when not known
 * @param replicas further regions that it is replicated to
 */
public record TableUse(
        String table,
        String name,
        String region,
        boolean infrequentAccess,
        BillingMode billing,
        Throughput capacity,
        List<IndexUse> indexes,
        @Nullable Long bytes,
        boolean recovery,
        boolean backups,
        @Nullable Long backupBytes,
        boolean stream,
        List<String> replicas) {
    /** Copies the lists. */
    public TableUse {
        indexes = List.copyOf(indexes);
        replicas = List.copyOf(replicas);
    }

    /**
     * What an index uses. A local one has no capacity of its own.
     *
     * @param bytes of the entries; null when not known
     */
    public record IndexUse(String name, boolean local, Throughput capacity, @Nullable Long bytes) {}

    /** Returns the bytes that point-in-time recovery is paid for; null when not known. */
    @Nullable Long recoverableBytes() {
        Long sum = bytes;
        for (IndexUse index : indexes) {
            if (index.local()) {
                Long entries = index.bytes();
                sum = sum == null || entries == null ? null : Long.valueOf(sum + entries);
            }
        }
        return sum;
    }
}
