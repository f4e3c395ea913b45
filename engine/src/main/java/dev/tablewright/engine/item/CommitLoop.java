package dev.tablewright.engine.item;

import dev.tablewright.engine.changelog.Change;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The one place that commits changes of items: decide on a view, commit with checks, decide again
 * on a newer view after a conflict.
 *
 * <p>Correctness rests on the checks alone. Writers of this process that lost a race also queue for
 * the key they lost, in turn, and newcomers queue behind them: a counter that everybody increments
 * is served in order instead of failing for those who are out of luck.
 */
public final class CommitLoop {
    /** After this many conflicts in a row the client should back off. */
    static final int MAX_ATTEMPTS = 100;

    private static final int TURNS = 1024;

    /** A lost race about the catalog's record: give its writer time to publish the new image. */
    private static final long IMAGE_DELAY_NANOS = 50_000;

    private final StorageEngine storage;
    private final ChangeLog log;
    private final ReentrantLock[] turns = new ReentrantLock[TURNS];

    /** Creates a loop over {@code storage}, that tells {@code log} what changes. */
    public CommitLoop(StorageEngine storage, ChangeLog log) {
        this.storage = storage;
        this.log = log;
        for (int i = 0; i < TURNS; i++) {
            turns[i] = new ReentrantLock(true);
        }
    }

    /**
     * What somebody wants to commit.
     *
     * @param outcome the answer, if the commit succeeds
     * @param writes nothing is committed if there are none, and no changes
     * @param changes what is to be logged with them
     */
    public record Proposal<T>(
            T outcome, List<Check> checks, List<Write> writes, List<Change> changes) {
        /** Nothing is to be committed. */
        public static <T> Proposal<T> ofNothing(T outcome) {
            return new Proposal<>(outcome, List.of(), List.of(), List.of());
        }
    }

    /**
     * Decides and commits.
     *
     * @param decide called once or more often, each time with a newer view; keeps no state
     * @param giveUp makes the exception for too many conflicts, from the check that failed last
     */
    public <T> T run(
            Function<ReadView, Proposal<T>> decide, Function<Check, RuntimeException> giveUp) {
        Attempt<T> attempt = attempt(decide, true);
        for (int lost = 1; ; lost++) {
            Check failed = attempt.failed();
            if (failed == null) {
                return attempt.proposal().outcome();
            }
            if (lost == MAX_ATTEMPTS) {
                throw giveUp.apply(failed);
            }
            if (failed.key().space() == Keyspace.CATALOG) {
                LockSupport.parkNanos(lost * IMAGE_DELAY_NANOS);
            }
            ReentrantLock turn = turn(failed.key());
            turn.lock();
            try {
                attempt = attempt(decide, false);
            } finally {
                turn.unlock();
            }
        }
    }

    private record Attempt<T>(Proposal<T> proposal, @Nullable Check failed) {}

    private <T> Attempt<T> attempt(Function<ReadView, Proposal<T>> decide, boolean giveWay) {
        Proposal<T> proposal;
        try (ReadView view = storage.read()) {
            proposal = decide.apply(view);
        }
        if (proposal.writes().isEmpty() && proposal.changes().isEmpty()) {
            return new Attempt<>(proposal, null);
        }
        Check contended = giveWay ? contended(proposal.checks()) : null;
        if (contended != null) {
            return new Attempt<>(proposal, contended);
        }
        return switch (log.commit(proposal.checks(), proposal.writes(), proposal.changes())) {
            case Commit.Result.Committed _ -> new Attempt<>(proposal, null);
            case Commit.Result.Conflict(var failed) -> new Attempt<>(proposal, failed);
        };
    }

    private @Nullable Check contended(List<Check> checks) {
        for (Check check : checks) {
            if (turn(check.key()).isLocked()) {
                return check;
            }
        }
        return null;
    }

    private ReentrantLock turn(Key key) {
        return turns[Math.floorMod(key.hashCode(), TURNS)];
    }
}
