package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a table: of a wanted one and of a real one alike, so that they compare field by
 * field.
 *
 * @param throughput {@link Throughput#ON_DEMAND} when billed by request
 * @param pointInTimeRecovery null when the target does not say
 * @param deletionProtection null when the values do not say; then it is left alone
 * @param tags wanted: at least these; real: all there are
 */
public record TableSpec(
        TableDefinition definition,
        BillingMode billingMode,
        Throughput throughput,
        @Nullable PointInTimeRecovery pointInTimeRecovery,
        @Nullable Boolean deletionProtection,
        Map<String, String> tags) {
    /** Copies the tags, in order. */
    public TableSpec {
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** Returns these settings with other tags. */
    public TableSpec withTags(Map<String, String> others) {
        return new TableSpec(
                definition,
                billingMode,
                throughput,
                pointInTimeRecovery,
                deletionProtection,
                others);
    }
}
