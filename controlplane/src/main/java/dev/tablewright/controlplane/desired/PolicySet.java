package dev.tablewright.controlplane.desired;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Policies that belong together: all that some principals get for one purpose.
 *
 * @param use how the principals hold them
 * @param holders all of them get every part
 * @param parts at least one; a boundary has exactly one
 * @param tags say whose they are
 */
public record PolicySet(
        Use use, List<Principal> holders, List<PolicyPart> parts, Map<String, String> tags) {
    /** How a principal holds a policy. */
    public enum Use {
        /** It gives what it allows. */
        ATTACHED,
        /** It limits what other policies give: a permissions boundary. */
        BOUNDARY
    }

    /** Copies the collections, in order. */
    public PolicySet {
        holders = List.copyOf(holders);
        parts = List.copyOf(parts);
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
