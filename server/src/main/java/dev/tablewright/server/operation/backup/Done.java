package dev.tablewright.server.operation.backup;

/** The answer of operations that say nothing but that it is done. */
enum Done {
    /** It is. */
    DONE
}
