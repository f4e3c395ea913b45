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
     * Begins to describe a session.
     *
     * @param owner unique id of the role or user, or the account's number for the root user
     * @param issued cut to whole seconds, as AWS does
     */
    public Opening opening(String account, String owner, Instant issued, Duration length) {
        return new Opening(account, owner, issued.truncatedTo(ChronoUnit.SECONDS), length);
    }

    /** Describes a session that is to be made; what is not said is not in it. */
    public final class Opening {
        private final String account;
        private final String owner;
        private final Instant issued;
        private final Duration length;
        private String name = "";
        private @Nullable List<Session.Policy> policies;
        private Tags tags = Tags.NONE;
        private List<String> transitiveKeys = List.of();
        private @Nullable String sourceIdentity;
        private @Nullable Federation federation;
        private boolean multiFactor;

        private Opening(String account, String owner, Instant issued, Duration length) {
            this.account = account;
            this.owner = owner;
            this.issued = issued;
            this.length = length;
        }

        /** Sets the role session name, or the name of the federated user. */
        public Opening name(String value) {
            this.name = value;
            return this;
        }

        /** Sets the session policies; null limits nothing, an empty list allows nothing. */
        public Opening policies(@Nullable List<Session.Policy> value) {
            this.policies = value;
            return this;
        }

        /** Sets the session tags, and which of them stay along a chain of roles. */
        public Opening tags(Tags value, List<String> transitive) {
            this.tags = value;
            this.transitiveKeys = transitive;
            return this;
        }

        /** Sets who began the chain. */
        public Opening sourceIdentity(@Nullable String value) {
            this.sourceIdentity = value;
            return this;
        }

        /** Sets what the identity provider said. */
        public Opening federation(Federation value) {
            this.federation = value;
            return this;
        }

        /** Sets whether a code of a multi-factor device was given. */
        public Opening multiFactor(boolean value) {
            this.multiFactor = value;
            return this;
        }

        /** Makes the session; it is stored when this returns. */
        public Session open() {
            while (true) {
                Session session = withNewKey();
                Key key = keyOf(session.accessKeyId());
                var write = new Write.Put(key, IdentityRecords.encode(session));
                if (engine.commit(new Commit(List.of(Check.absent(key)), List.of(write)))
                        instanceof Commit.Result.Committed) {
                    known.put(session.accessKeyId(), session);
                    return session;
                }
            }
        }

        private Session withNewKey() {
            return new Session(
                    ids.temporaryKey(),
                    ids.secret(),
                    ids.sessionToken(),
                    account,
                    owner,
                    name,
                    issued,
                    issued.plus(length),
                    policies,
                    tags,
                    transitiveKeys,
                    sourceIdentity,
                    multiFactor,
                    federation);
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
