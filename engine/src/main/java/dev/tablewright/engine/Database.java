package dev.tablewright.engine;

import dev.tablewright.storage.StorageEngine;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The database: tables, and the items in them. Safe for use by many threads. */
public final class Database implements AutoCloseable {
    private final StorageEngine storage;

    private Database(StorageEngine storage) {
        this.storage = storage;
    }

    /**
     * Opens the database kept in {@code storage}, which it owns from here on.
     *
     * @param random makes table ids
     */
    public static Database open(
            StorageEngine storage, InstantSource clock, RandomGenerator random) {
        return new Database(storage);
    }

    @Override
    public void close() {
        storage.close();
    }
}
