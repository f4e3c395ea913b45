package dev.tablewright.engine.backup;

import java.io.IOException;

/** An export that is being made. For one thread. */
interface ExportJob extends AutoCloseable {
    /** Goes a step further; returns whether all objects are written. */
    boolean step() throws IOException;

    /** Size of all that was written, uncompressed. */
    long bytes();

    @Override
    void close();
}
