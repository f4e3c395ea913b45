package dev.tablewright.storage;

/**
 * Where a value is kept. Order holds inside a partition, by {@code sort} as unsigned bytes; how the
 * partitions of a space follow each other is the engine's own affair.
 *
 * @param space a keyspace, for instance one table or one index; never negative
 * @param partition at most 8 KiB
 * @param sort at most 16 KiB
 */
public record Key(long space, Bytes partition, Bytes sort) {}
