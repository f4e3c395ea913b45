package dev.tablewright.controlplane.desired;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * IAM's OIDC provider of a cluster.
 *
 * @param url the issuer
 * @param audience that tokens are for
 * @param create whether it is made where it is missing
 * @param thumbprints lower case, sorted; empty to leave alone what there is
 * @param tags of one that is made
 */
public record DesiredProvider(
        String arn,
        String url,
        String audience,
        boolean create,
        List<String> thumbprints,
        Map<String, String> tags) {
    /** Copies the collections, in order. */
    public DesiredProvider {
        thumbprints = List.copyOf(thumbprints);
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
