package dev.tablewright.controlplane.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CloudWatch Contributor Insights of a table and its global indexes.
 *
 * @param indexes by name; off for what is not in it
 */
public record TableInsights(Insights table, Map<String, Insights> indexes) {
    static final TableInsights OFF = new TableInsights(Insights.OFF, Map.of());

    /** Keeps the order; leaves out indexes that have none. */
    public TableInsights {
        Map<String, Insights> on = new LinkedHashMap<>(indexes);
        on.values().removeIf(insights -> !insights.enabled());
        indexes = Collections.unmodifiableMap(on);
    }

    Insights index(String name) {
        return indexes.getOrDefault(name, Insights.OFF);
    }
}
