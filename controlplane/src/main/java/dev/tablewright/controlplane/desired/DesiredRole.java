package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The role of an application.
 *
 * @param subjects who may have it: {@code system:serviceaccount:<namespace>:<name>}
 * @param trust policy, canonical JSON
 * @param maxSessionSeconds how long a session may last
 * @param boundary ARN of its permissions boundary; null to leave alone what there is
 * @param tags all of them, ownership included
 * @param adopt whether an existing role of nobody is taken over
 */
public record DesiredRole(
        String name,
        String path,
        List<String> subjects,
        String trust,
        int maxSessionSeconds,
        @Nullable String boundary,
        Map<String, String> tags,
        boolean adopt) {
    /** Copies the collections, in order. */
    public DesiredRole {
        subjects = List.copyOf(subjects);
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
