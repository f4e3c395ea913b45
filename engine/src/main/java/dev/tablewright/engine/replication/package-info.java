/**
 * Global tables: replicas of one table in several regions that send each other their changes, last
 * writer wins. Start at {@link dev.tablewright.engine.replication.Replicator}; why all replicas end
 * up equal stands in docs/decisions/0007-replicas.md.
 */
@NullMarked
package dev.tablewright.engine.replication;

import org.jspecify.annotations.NullMarked;
