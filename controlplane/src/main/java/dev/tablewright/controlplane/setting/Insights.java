package dev.tablewright.controlplane.setting;

import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsMode;

/**
 * CloudWatch Contributor Insights of a table or an index.
 *
 * @param mode which uses of keys count; without meaning when off
 */
public record Insights(boolean enabled, ContributorInsightsMode mode) {
    static final Insights OFF =
            new Insights(false, ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS);

    boolean isAs(Insights other) {
        return enabled == other.enabled && (!enabled || mode == other.mode);
    }

    String words() {
        return enabled ? mode.toString() : "off";
    }
}
