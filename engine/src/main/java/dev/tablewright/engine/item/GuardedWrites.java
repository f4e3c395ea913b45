package dev.tablewright.engine.item;

import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes of a background task, each of which is good only while something that it was derived from
 * is unchanged. They go in one commit, without those that came too late.
 */
public final class GuardedWrites {
    private final Map<Key, Guarded> writes = new LinkedHashMap<>();
    private long bytes;

    private record Guarded(Check check, Write write) {}

    /** Adds a write that is good while {@code source} is as it was read. */
    public void add(Key source, Stored read, Write write) {
        writes.put(source, new Guarded(Check.unchanged(source, read), write));
        bytes += write.sizeBytes();
    }

    /** Bytes of all writes added. */
    public long sizeBytes() {
        return bytes;
    }

    /** Commits what is still good. */
    public void commitTo(StorageEngine storage) {
        while (!writes.isEmpty()) {
            Commit commit =
                    new Commit(
                            writes.values().stream().map(Guarded::check).toList(),
                            writes.values().stream().map(Guarded::write).toList());
            switch (storage.commit(commit)) {
                case Commit.Result.Committed _ -> writes.clear();
                case Commit.Result.Conflict(var failed) -> writes.remove(failed.key());
            }
        }
    }
}
