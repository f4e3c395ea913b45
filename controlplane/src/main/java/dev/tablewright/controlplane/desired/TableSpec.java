package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a table: of a wanted one and of a real one alike, so that they compare field by
 * field.
 *
 * @param throughput {@link Throughput#ON_DEMAND} when billed by request
 * @param settings wanted: what the values name, the rest is left alone; real: what was asked and
 *     told
 * @param tags wanted: at least these; real: all there are
 */
public record TableSpec(
        TableDefinition definition,
        BillingMode billingMode,
        Throughput throughput,
        Settings settings,
        Map<String, String> tags) {
    /** Copies the tags, in order. */
    public TableSpec {
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** Returns these settings with other tags. */
    public TableSpec withTags(Map<String, String> others) {
        return new TableSpec(definition, billingMode, throughput, settings, others);
    }

    /** Returns what a copy in an environment has: not what guards or shares the original. */
    public TableSpec copy(Map<String, String> others) {
        return new TableSpec(
                definition, billingMode, throughput, settings.only(Setting::isCopied), others);
    }
}
