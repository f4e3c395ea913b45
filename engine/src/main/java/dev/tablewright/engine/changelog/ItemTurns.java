package dev.tablewright.engine.changelog;

import dev.tablewright.storage.Key;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets those who make an item, or remove it, take their number and commit one after the other.
 *
 * <p>A commit checks that an item is as the writer saw it. For an item that is there, its version
 * says so. "Is not there" has no version: between a writer's number and its commit another item
 * could come and go, and the check would still hold, with the numbers in the wrong order. Here that
 * cannot happen. Writers who replace an item with another need no turn.
 */
final class ItemTurns {
    /** So many that writers of different items rarely meet. */
    private static final int LOCKS = 4096;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    ItemTurns() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Waits for the turn of all items that {@code changes} make or remove. */
    Held take(List<Change> changes) {
        TreeSet<Integer> needed = new TreeSet<>();
        for (Change change : changes) {
            if (change.before() == null || change.after() == null) {
                needed.add(indexOf(change.at()));
            }
        }
        List<ReentrantLock> held = new ArrayList<>(needed.size());
        // Always in the same order, so that no two wait for each other.
        for (int index : needed) {
            locks[index].lock();
            held.add(locks[index]);
        }
        return new Held(held);
    }

    private static int indexOf(Key key) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), LOCKS);
    }

    /** Turns that are held. */
    record Held(List<ReentrantLock> locks) implements AutoCloseable {
        @Override
        public void close() {
            locks.forEach(ReentrantLock::unlock);
        }
    }
}
