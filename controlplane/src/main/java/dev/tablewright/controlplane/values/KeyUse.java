package dev.tablewright.controlplane.values;

/**
 * A key attribute, and the field that names it.
 *
 * @param path where the name stands
 */
public record KeyUse(String path, String attribute) {}
