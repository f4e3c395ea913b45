package dev.tablewright.engine.replication;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.replication.Regions.FIRST;
import static dev.tablewright.engine.replication.Regions.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writers in both regions, of the same few items, while their changes cross. */
class ReplicationRaceTest {
    private static final String OTHER = "us-east-1";
    private static final int WRITES = 1_000;

    private final Regions regions = new Regions(7);

    @Test
    void writersThatMeetLeaveEqualReplicas() throws Exception {
        regions.create();
        regions.addReplica(OTHER);
        regions.settle();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (var threads = Executors.newFixedThreadPool(5)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int seed = 0; seed < 4; seed++) {
                writers.add(threads.submit(writer(seed, seed % 2 == 0 ? FIRST : OTHER)));
            }
            Future<?> sender =
                    threads.submit(
                            () -> {
                                while (writing.get()) {
                                    var _ = regions.replicator.runOnce(regions.now);
                                }
                            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            sender.get();
        }
        regions.settle();

        assertThat(regions.itemsOf(OTHER)).isEqualTo(regions.itemsOf(FIRST)).isNotEmpty();
        assertThat(regions.entriesOf(OTHER, "Global")).isEqualTo(regions.itemsOf(FIRST));
    }

    private Callable<Void> writer(int seed, String region) {
        return () -> {
            Random random = new Random(seed);
            for (int i = 0; i < WRITES; i++) {
                int number = random.nextInt(4);
                Item key = item("pk", "p", "sk", number);
                Item whole = item("pk", "p", "sk", number, "g", "g" + seed, "n", i);
                regions.items.write(
                        ref(region),
                        random.nextInt(3) == 0
                                ? new ItemWrite.Remove(key, Condition.ALWAYS)
                                : new ItemWrite.Put(whole, Condition.ALWAYS));
            }
            return null;
        };
    }
}
