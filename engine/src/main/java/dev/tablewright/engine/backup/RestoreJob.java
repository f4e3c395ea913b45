package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;

import java.io.IOException;

/** A restore that is under way. For one thread. */
interface RestoreJob extends AutoCloseable {
    /** The restore as far as it got. */
    RestoreRecord record();

    /**
     * Puts the next items back.
     *
     * @param target the table as it is
     * @return whether all are there
     * @throws DamagedExportException if the rest cannot be read, now or ever
     * @throws IOException if it cannot be read now
     */
    boolean step(Table target) throws IOException;

    @Override
    default void close() {}
}
