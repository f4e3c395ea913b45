package dev.tablewright.controlplane.setting;

import java.time.Duration;

/**
 * How often AWS lets something change.
 *
 * @param changes that are allowed
 * @param within any stretch of this length
 */
public record ChangeLimit(int changes, Duration within) {}
