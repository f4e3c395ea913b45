package dev.tablewright.controlplane.desired;

import java.util.List;

/**
 * One managed policy of a role. Most roles need one; a role with many tables gets several.
 *
 * @param name unique in the account
 * @param document canonical JSON, at most 6,000 characters
 * @param grants in the order of the values
 */
public record PolicyPart(String name, String document, List<TableGrant> grants) {
    /** Copies the list. */
    public PolicyPart {
        grants = List.copyOf(grants);
    }
}
