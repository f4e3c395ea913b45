package dev.tablewright.engine.catalog;

/** What UpdateTable asks of one replica of a table. */
public sealed interface ReplicaChange {
    /** Where the replica is, or is to be. */
    String region();

    /** A new replica; the table's items are copied into it. */
    record Create(String region, ReplicaOverrides overrides) implements ReplicaChange {}

    /** Other settings for a replica; what {@code overrides} do not name stays. */
    record Update(String region, ReplicaOverrides overrides) implements ReplicaChange {}

    /** A replica goes, with all its items; what was written there last is sent to the others. */
    record Delete(String region) implements ReplicaChange {}
}
