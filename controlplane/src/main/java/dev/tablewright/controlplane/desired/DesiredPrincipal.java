package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the values ask of a user, a group or a role, besides policies.
 *
 * @param create whether it is made when it is missing
 * @param creationTags of one that is made; they say that it goes with the environment
 * @param tags it must have in any case, as policies look at them
 * @param boundary name of the policy that is to be its permissions boundary; null to leave alone
 *     what there is
 * @param members of a group
 */
public record DesiredPrincipal(
        Principal principal,
        boolean create,
        Map<String, String> creationTags,
        Map<String, String> tags,
        @Nullable String boundary,
        List<String> members) {
    /** Copies the collections, in order. */
    public DesiredPrincipal {
        creationTags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(creationTags));
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        members = List.copyOf(members);
    }
}
