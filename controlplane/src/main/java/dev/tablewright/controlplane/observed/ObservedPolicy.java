package dev.tablewright.controlplane.observed;

import java.util.List;
import java.util.Map;

/**
 * A managed policy as it is.
 *
 * @param defaultVersion the version that counts, for instance {@code v3}
 * @param otherVersions oldest first
 * @param document of the default version
 */
public record ObservedPolicy(
        String name,
        String arn,
        String path,
        Map<String, String> tags,
        String defaultVersion,
        List<String> otherVersions,
        String document) {
    /** Copies the collections. */
    public ObservedPolicy {
        tags = Map.copyOf(tags);
        otherVersions = List.copyOf(otherVersions);
    }
}
