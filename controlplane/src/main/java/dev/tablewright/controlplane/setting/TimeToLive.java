package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

/**
 * Deletion of items by age.
 *
 * @param attributeName holds the second at which an item expires; of a real table also the one that
 *     was used last; null when there is none
 */
public record TimeToLive(boolean enabled, @Nullable String attributeName) {}
