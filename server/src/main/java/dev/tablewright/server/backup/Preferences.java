package dev.tablewright.server.backup;

import dev.tablewright.storage.StorageEngine;

/** Whether AWS Backup is to protect DynamoDB, by account and region; it is at first. */
public final class Preferences {
    private final Shelf<Kept> kept;
    private final Object lock;

    /** One region's. */
    record Kept(Place place, boolean dynamoDb) {}

    private Preferences(Shelf<Kept> kept, Object lock) {
        this.kept = kept;
        this.lock = lock;
    }

    static Preferences open(StorageEngine storage, Object lock) {
        return new Preferences(
                Shelf.open(
                        storage,
                        "preferences",
                        Kept.class,
                        one -> new Shelf.Label(one.place(), "region")),
                lock);
    }

    /** Whether DynamoDB is to be protected. */
    public boolean protectsDynamoDb(Place place) {
        Kept found = kept.find(place, "region");
        return found == null || found.dynamoDb();
    }

    /** Says whether DynamoDB is to be protected. */
    public void protectDynamoDb(Place place, boolean on) {
        synchronized (lock) {
            kept.put(new Kept(place, on));
        }
    }
}
