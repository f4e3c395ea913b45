package dev.tablewright.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class KeyLocksTest {
    private static final long SEED = 20261121;

    /**
     * Threads that want the same keys in all orders, and sometimes all keys, must come to an end.
     */
    @Test
    void threadsThatShareKeysNeverWaitForEachOther() throws Exception {
        KeyLocks locks = new KeyLocks();
        int[] counters = new int[8];
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(SEED + thread);
                running.add(pool.submit(() -> count(locks, counters, random)));
            }
            for (Future<?> future : running) {
                future.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(counters).as("increments without a lock get lost").containsOnly(4 * 500);
    }

    private static void count(KeyLocks locks, int[] counters, Random random) {
        for (int counter = 0; counter < counters.length; counter++) {
            for (int i = 0; i < 500; i++) {
                List<byte[]> keys = new ArrayList<>();
                keys.add(key(counter));
                keys.add(key(random.nextInt(counters.length)));
                keys.add(key(random.nextInt(counters.length)));
                java.util.Collections.shuffle(keys, random);
                try (KeyLocks.Held _ = i == 0 ? locks.lockAll() : locks.lock(keys)) {
                    counters[counter]++;
                }
            }
        }
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) number};
    }
}
