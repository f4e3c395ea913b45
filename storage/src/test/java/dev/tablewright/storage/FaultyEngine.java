package dev.tablewright.storage;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * An engine in front of another one, whose next commits go wrong in a way that the test chose: to
 * show that callers decide again after a conflict, and never repeat a commit whose outcome is
 * unknown.
 */
public final class FaultyEngine implements StorageEngine {
    /** What happens to one commit. */
    public enum Fault {
        /** Nothing goes wrong. */
        NONE,
        /** A rival got there first: nothing is written, and the first check is said to fail. */
        CONFLICT,
        /** The outcome is unknown, and the commit happened. */
        UNKNOWN_BUT_DONE,
        /** The outcome is unknown, and the commit did not happen. */
        UNKNOWN_AND_NOT_DONE
    }

    private final StorageEngine engine;
    private final Queue<Fault> faults = new ArrayDeque<>();
    private Runnable rival = () -> {};
    private int commits;

    /** Forwards to {@code engine} until told otherwise. */
    public FaultyEngine(StorageEngine engine) {
        this.engine = engine;
    }

    /** Makes the next commits go wrong, one fault each, in this order. */
    public synchronized void next(Fault... next) {
        for (Fault fault : next) {
            faults.add(fault);
        }
    }

    /**
     * Runs {@code action} once, just before the next commit: exactly between a reader's read and
     * its commit, without luck and without sleep.
     */
    public synchronized void beforeNextCommit(Runnable action) {
        rival = action;
    }

    /** Returns how many commits were asked for. */
    public synchronized int commits() {
        return commits;
    }

    @Override
    public Commit.Result commit(Commit commit) {
        Runnable before;
        Fault fault;
        synchronized (this) {
            commits++;
            before = rival;
            rival = () -> {};
            Fault chosen = faults.poll();
            fault = chosen == null ? Fault.NONE : chosen;
        }
        before.run();
        return switch (fault) {
            case NONE -> engine.commit(commit);
            case CONFLICT -> new Commit.Result.Conflict(firstCheck(commit));
            case UNKNOWN_BUT_DONE -> {
                engine.commit(commit);
                throw unknown();
            }
            case UNKNOWN_AND_NOT_DONE -> throw unknown();
        };
    }

    private static Commit.Check firstCheck(Commit commit) {
        if (commit.checks().isEmpty()) {
            throw new IllegalStateException("a commit without checks cannot conflict");
        }
        return commit.checks().getFirst();
    }

    private static StorageException unknown() {
        return new StorageException("made to fail", new java.io.IOException("no space left"));
    }

    @Override
    public ReadView read() {
        return engine.read();
    }

    @Override
    public void dropSpace(long space) {
        engine.dropSpace(space);
    }

    @Override
    public void close() {
        engine.close();
    }
}
