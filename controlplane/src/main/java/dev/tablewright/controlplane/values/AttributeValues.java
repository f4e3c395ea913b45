package dev.tablewright.controlplane.values;

import dev.tablewright.model.KeyType;

/**
 * One entry of {@code attributes}.
 *
 * @param path where it stands
 */
public record AttributeValues(String path, String name, KeyType type) {}
