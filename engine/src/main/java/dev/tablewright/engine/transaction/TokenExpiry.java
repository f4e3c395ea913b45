package dev.tablewright.engine.transaction;

import dev.tablewright.engine.catalog.Rounds;
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
    private final Rounds<Key> rounds = new Rounds<>();

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
     * Looks at the next tokens, if it is their turn, and begins anew after the last one.
     *
     * @return whether there are more to look at in this round
     */
    public boolean runOnce(Instant now) {
        if (!rounds.open(now)) {
            return false;
        }
        boolean more = rounds.due(Keyspace.TOKENS, now) && forgetChunk(now);
        return rounds.close(more, now);
    }

    private boolean forgetChunk(Instant now) {
        // A token that is used anew meanwhile stays.
        GuardedWrites expired = new GuardedWrites();
        @Nullable Key after = rounds.position(Keyspace.TOKENS);
        int looked = 0;
        boolean more = true;
        try (ReadView view = storage.read();
                Cursor tokens = view.scan(Keyspace.TOKENS, 0, 1, after)) {
            while (looked < chunk && more) {
                Entry token = tokens.next();
                more = token != null;
                if (token != null) {
                    looked++;
                    after = token.key();
                    if (!TokenRecord.decode(token.stored().value()).isGoodAt(now)) {
                        expired.add(token.key(), token.stored(), new Write.Delete(token.key()));
                    }
                }
            }
        }
        expired.commitTo(storage);
        return rounds.advance(Keyspace.TOKENS, looked, more ? after : null, now);
    }
}
