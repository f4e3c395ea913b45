package dev.tablewright.server.identity;

import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.ReadView.Range;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporary credentials. Each is a record of its own, so that making one does not touch the image,
 * and is read from the store when it is first used after a restart. Safe for use by many threads.
 */
public final class Sessions {
    /** For as long after its end a session is still told apart from one that never was. */
    static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(7);

    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    private static final int DELETIONS_PER_COMMIT = 1000;

    private final StorageEngine engine;
    private final UniqueIds ids;
    private final Map<String, Session> known = new ConcurrentHashMap<>();
    private Instant nextSweep = Instant.EPOCH;

    Sessions(StorageEngine engine, UniqueIds ids) {
        this.engine = engine;
        this.ids = ids;
    }

    /**
     * Makes a session; it is stored when this returns.
     *
     * @param owner unique id of the role or user, or the account's number for the root user
     * @param issued cut to whole seconds, as AWS does
     * @param policies null when none were passed
     */
    public Session open(
            String account,
            String owner,
            String name,
            Instant issued,
            Duration length,
            @Nullable List<Session.Policy> policies,
            Tags tags,
            List<String> transitiveKeys,
            @Nullable String sourceIdentity) {
        Instant start = issued.truncatedTo(ChronoUnit.SECONDS);
        while (true) {
            var session =
                    new Session(
                            ids.temporaryKey(),
                            ids.secret(),
                            ids.sessionToken(),
                            account,
                            owner,
                            name,
                            start,
                            start.plus(length),
                            policies,
                            tags,
                            transitiveKeys,
                            sourceIdentity);
            Key key = keyOf(session.accessKeyId());
            var write = new Write.Put(key, IdentityRecords.encode(session));
            if (engine.commit(new Commit(List.of(Check.absent(key)), List.of(write)))
                    instanceof Commit.Result.Committed) {
                known.put(session.accessKeyId(), session);
                return session;
            }
        }
    }

    /** Returns the session with that access key, expired or not, or null. */
    public @Nullable Session find(String accessKeyId) {
        Session session = known.get(accessKeyId);
        return session != null ? session : read(accessKeyId);
    }

    private @Nullable Session read(String accessKeyId) {
        try (ReadView view = engine.read()) {
            Stored stored = view.get(keyOf(accessKeyId));
            if (stored == null) {
                return null;
            }
            Session session = IdentityRecords.session(stored.value());
            known.put(accessKeyId, session);
            return session;
        }
    }

    /**
     * Forgets the sessions that ended {@link #KEPT_AFTER_EXPIRY} before {@code now}. Cheap most of
     * the time: the store is looked through once in {@link #SWEEP_INTERVAL}. One caller at a time.
     */
    void removeExpired(Instant now) {
        known.values().removeIf(session -> session.expires().isBefore(now));
        if (!now.isBefore(nextSweep)) {
            nextSweep = now.plus(SWEEP_INTERVAL);
            sweep(now);
        }
    }

    private void sweep(Instant now) {
        Instant limit = now.minus(KEPT_AFTER_EXPIRY);
        List<Write> deletions = new ArrayList<>();
        var all =
                new Range(
                        IdentityRecords.SPACE,
                        IdentityRecords.SESSIONS,
                        null,
                        false,
                        null,
                        false,
                        true);
        try (ReadView view = engine.read();
                Cursor cursor = view.range(all)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                Session session = IdentityRecords.session(entry.stored().value());
                if (session.expires().isBefore(limit)) {
                    known.remove(session.accessKeyId());
                    deletions.add(new Write.Delete(entry.key()));
                }
            }
        }
        for (int from = 0; from < deletions.size(); from += DELETIONS_PER_COMMIT) {
            int to = Math.min(from + DELETIONS_PER_COMMIT, deletions.size());
            engine.commit(new Commit(List.of(), deletions.subList(from, to)));
        }
    }

    private static Key keyOf(String accessKeyId) {
        return IdentityRecords.key(IdentityRecords.SESSIONS, accessKeyId);
    }
}
