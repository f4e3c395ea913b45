package dev.tablewright.storage;

/**
 * A value as it was read.
 *
 * @param version the commit that wrote it
 */
public record Stored(Bytes value, Version version) {}
