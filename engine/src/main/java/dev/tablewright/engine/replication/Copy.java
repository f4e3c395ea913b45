package dev.tablewright.engine.replication;

import dev.tablewright.model.Item;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

/**
 * An item as one replica has it, on its way to another.
 *
 * @param at where the other replica keeps it
 * @param item null if it is gone
 * @param written number of the change that made it so; 0 if that was before there were replicas
 */
record Copy(Key at, @Nullable Item item, long written) {}
