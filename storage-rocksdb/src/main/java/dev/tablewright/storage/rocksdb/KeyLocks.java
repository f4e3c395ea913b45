package dev.tablewright.storage.rocksdb;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets commits that touch the same keys go one after the other, and others at the same time. A key
 * belongs to a stripe by its hash; a commit takes its stripes in ascending order, so that no two
 * can wait for each other.
 */
final class KeyLocks {
    /**
     * Locks are held for a flush of the disk, so that strangers should rarely meet on one: of 64
     * commits with 5 keys each, about one in twenty waits for a stranger.
     */
    private static final int STRIPES = 1 << 15;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    KeyLocks() {
        Arrays.setAll(stripes, _ -> new ReentrantLock());
    }

    /** Waits for all of {@code keys}; close what is returned to let go. */
    Held lock(List<byte[]> keys) {
        int[] wanted = new int[keys.size()];
        for (int i = 0; i < wanted.length; i++) {
            int hash = Arrays.hashCode(keys.get(i));
            wanted[i] = (hash ^ (hash >>> 16)) & (STRIPES - 1);
        }
        Arrays.sort(wanted);
        int count = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (i == 0 || wanted[i] != wanted[i - 1]) {
                wanted[count++] = wanted[i];
            }
        }
        return hold(Arrays.copyOf(wanted, count));
    }

    /** Waits for all keys there are. */
    Held lockAll() {
        int[] all = new int[STRIPES];
        Arrays.setAll(all, i -> i);
        return hold(all);
    }

    private Held hold(int[] ascending) {
        for (int stripe : ascending) {
            stripes[stripe].lock();
        }
        return () -> {
            for (int stripe : ascending) {
                stripes[stripe].unlock();
            }
        };
    }

    /** Locks that are held until closed, by the thread that took them. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
