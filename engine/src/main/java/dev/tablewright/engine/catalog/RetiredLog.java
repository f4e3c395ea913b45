package dev.tablewright.engine.catalog;

import dev.tablewright.model.TableRef;

import java.time.Instant;

/**
 * The log of a table that is gone.
 *
 * @param id of the table
 * @param space of the table, which names the log
 * @param deleted when the table went
 * @param keepUntil when the log goes: a day later where a stream may still be read, the recovery
 *     period later where point-in-time recovery was on
 */
public record RetiredLog(
        TableRef table, String id, long space, Instant deleted, Instant keepUntil) {}
