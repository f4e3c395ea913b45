package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.Principal;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A managed policy as it is.
 *
 * @param defaultVersion the version that counts, for instance {@code v3}
 * @param otherVersions oldest first
 * @param document of the default version
 * @param attachedTo read for policies of environments only
 * @param boundaryOf read for policies of environments only
 */
public record ObservedPolicy(
        String name,
        String arn,
        String path,
        Map<String, String> tags,
        String defaultVersion,
        List<String> otherVersions,
        String document,
        Set<Principal> attachedTo,
        Set<Principal> boundaryOf) {
    /** A policy that is of no environment. */
    public ObservedPolicy(
            String name,
            String arn,
            String path,
            Map<String, String> tags,
            String defaultVersion,
            List<String> otherVersions,
            String document) {
        this(name, arn, path, tags, defaultVersion, otherVersions, document, Set.of(), Set.of());
    }

    /** Copies the collections. */
    public ObservedPolicy {
        attachedTo = Collections.unmodifiableSet(new TreeSet<>(attachedTo));
        boundaryOf = Collections.unmodifiableSet(new TreeSet<>(boundaryOf));
        tags = Map.copyOf(tags);
        otherVersions = List.copyOf(otherVersions);
    }
}
