package dev.tablewright.engine.replication;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.replication.Regions.FIRST;
import static dev.tablewright.engine.replication.Regions.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.FaultyEngine;
import dev.tablewright.storage.FaultyEngine.Fault;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Whatever is written where, and however late, late again after a crash, or in whatever pieces it
 * is sent: when all was delivered, every replica has the same items, namely each as its last writer
 * left it.
 */
class ReplicationLawTest {
    private static final int RUNS = 150;
    private static final int STEPS = 120;
    private static final List<String> OTHERS = List.of("eu-central-1", "us-east-1");

    /** By key; null where an item was deleted. */
    private final Map<Item, @Nullable Item> model = new HashMap<>();

    private Random random = new Random(0);
    private FaultyEngine faults = new FaultyEngine(new InMemoryEngine());
    private Regions regions = new Regions(1);

    @Test
    void replicasEndUpEqualAndAsTheLastWriterLeftThem() {
        for (long seed = 1; seed <= RUNS; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }

    private void run(long seed) {
        random = new Random(seed);
        faults = new FaultyEngine(new InMemoryEngine());
        regions = new Regions(1 + random.nextInt(5), faults);
        model.clear();
        regions.create();
        for (int i = random.nextInt(20); i > 0; i--) {
            write();
        }
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        regions.settle();
        usable().forEach(this::checkReplica);
        checkAtRest(usable());
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0 -> addReplica();
            case 1 -> crash();
            case 2 -> regions.settle();
            case 3 -> regions.now = regions.now.plusSeconds(random.nextInt(20));
            case 4 -> deleteReplica();
            case 5, 6, 7 -> {
                // Replication goes on for a moment.
                var _ = regions.replicator.runOnce(regions.now);
            }
            default -> write();
        }
    }

    /** The process dies in the middle of sending, before or after a commit. */
    private void crash() {
        faults.next(random.nextBoolean() ? Fault.UNKNOWN_BUT_DONE : Fault.UNKNOWN_AND_NOT_DONE);
        int before = faults.commits();
        try {
            var _ = regions.replicator.runOnce(regions.now);
        } catch (StorageException died) {
            assertThat(faults.commits()).isGreaterThan(before);
        }
        if (faults.commits() == before) {
            try {
                faults.commit(new Commit(List.of(), List.of()));
            } catch (StorageException died) {
                assertThat(died).isNotNull();
            }
        }
        regions.open();
    }

    private void addReplica() {
        String region = OTHERS.get(random.nextInt(OTHERS.size()));
        boolean atRest =
                regions.catalog.tables().stream()
                        .allMatch(t -> t.status() == Table.TableStatus.ACTIVE);
        if (atRest && regions.catalog.find(ref(region)) == null) {
            regions.addReplica(region);
        }
    }

    /** What was written in a replica before it goes is not lost. */
    private void deleteReplica() {
        String region = OTHERS.get(random.nextInt(OTHERS.size()));
        Table table = regions.catalog.find(ref(region));
        if (table != null && table.usable() && random.nextInt(4) == 0) {
            var _ = regions.catalog.replicate(ref(FIRST), new ReplicaChange.Delete(region));
        }
    }

    private void write() {
        List<String> open = usable();
        String region = open.get(random.nextInt(open.size()));
        regions.now = regions.now.plusMillis(random.nextInt(3));
        Item key = item("pk", "p" + random.nextInt(2), "sk", random.nextInt(4));
        Item before = regions.items.get(ref(region), key, true).item();
        Item after = random.nextInt(3) == 0 ? null : randomItem(key);
        ItemWrite write =
                after == null
                        ? new ItemWrite.Remove(key, Condition.ALWAYS)
                        : new ItemWrite.Put(after, Condition.ALWAYS);
        if (random.nextInt(8) == 0) {
            regions.transactions.write(
                    List.of(new WriteElement(ref(region), write, false)), null, new byte[0]);
        } else {
            regions.items.write(ref(region), write);
        }
        // What changes nothing where it is written is no write.
        if (!Objects.equals(before, after)) {
            model.put(key, after);
        }
    }

    private List<String> usable() {
        return regions.catalog.tables().stream()
                .filter(Table::usable)
                .map(table -> table.ref().region())
                .sorted()
                .toList();
    }

    private Item randomItem(Item key) {
        Map<String, AttributeValue> attributes = new HashMap<>(key.attributes());
        attributes.put("v", new AttributeValue.S("v" + random.nextInt(3)));
        if (random.nextBoolean()) {
            attributes.put("g", new AttributeValue.S("g" + random.nextInt(2)));
        }
        return Item.of(attributes);
    }

    private Set<Item> expected() {
        Set<Item> items = new HashSet<>();
        model.values().stream().filter(Objects::nonNull).forEach(items::add);
        return items;
    }

    private void checkReplica(String region) {
        assertThat(regions.itemsOf(region)).as(region).isEqualTo(expected());
        Set<Item> indexed = new HashSet<>(expected());
        indexed.removeIf(item -> item.get("g") == null);
        assertThat(regions.entriesOf(region, "Global")).as(region).isEqualTo(indexed);
        assertThat(regions.entriesOf(region, "Local")).as(region).isEqualTo(indexed);
    }

    /** Nothing goes round: a change comes to a replica once at most, and then there is peace. */
    private void checkAtRest(List<String> open) {
        Map<String, Integer> logs = new HashMap<>();
        open.forEach(region -> logs.put(region, regions.logOf(region).size()));
        regions.settle();
        logs.forEach((region, size) -> assertThat(regions.logOf(region)).hasSize(size));
        if (open.size() > 1) {
            // A round may have been interrupted in its middle: the next one sees everything.
            for (int round = 0; round < 2; round++) {
                regions.now = regions.now.plus(Duration.ofMinutes(1));
                regions.settle();
            }
            open.forEach(region -> assertThat(regions.stampsOf(region)).isZero());
        }
    }
}
