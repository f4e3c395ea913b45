package dev.tablewright.engine.transaction;

import dev.tablewright.engine.item.GuardedWrites;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Forgets idempotency tokens that no longer count. For use by one thread. */
public final class TokenExpiry {
    private final StorageEngine storage;
    private final int chunk;
    private @Nullable Key after;

    /**
     * Creates the task.
     *
     * @param chunk most tokens to look at in one step
     */
    public TokenExpiry(StorageEngine storage, int chunk) {
        this.storage = storage;
        this.chunk = chunk;
    }

    /**
     * Looks at the next tokens, and begins anew after the last one.
     *
     * @return whether there are more to look at in this round
     */
    public boolean runOnce(Instant now) {
        // A token that is used anew meanwhile stays.
        GuardedWrites expired = new GuardedWrites();
        boolean more = true;
        try (ReadView view = storage.read();
                Cursor tokens = view.scan(Keyspace.TOKENS, 0, 1, after)) {
            for (int looked = 0; looked < chunk && more; looked++) {
                Entry token = tokens.next();
                more = token != null;
                after = token == null ? null : token.key();
                if (token != null && !TokenRecord.decode(token.stored().value()).isGoodAt(now)) {
                    expired.add(token.key(), token.stored(), new Write.Delete(token.key()));
                }
            }
        }
        expired.commitTo(storage);
        return more;
    }
}
