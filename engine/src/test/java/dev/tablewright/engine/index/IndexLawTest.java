package dev.tablewright.engine.index;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.include;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.FaultyEngine;
import dev.tablewright.storage.FaultyEngine.Fault;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whatever happened: an index is what one would make of the table's items now. */
class IndexLawTest {
    private static final int THREADS = 4;

    private final FaultyEngine engine = new FaultyEngine(new InMemoryEngine());
    private final TestDatabase database = new TestDatabase(engine);

    private Table createIndexed() {
        return database.create(
                "t",
                definition(
                        "pk:S sk:N a:S b:N c:S",
                        key("pk", "sk"),
                        local("ByA", key("pk", "a"), KEYS),
                        local("ByB", key("pk", "b"), ALL),
                        global("A", key("a"), include("x")),
                        global("Inverted", key("sk", "pk"), ALL),
                        global(
                                "Multi",
                                new KeySchema(List.of("a", "b"), List.of("c", "sk")),
                                KEYS)));
    }

    @Test
    void everyIndexFollowsFromTheItems() throws Exception {
        long seed = 20261121;
        Table table = createIndexed();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                writers.add(threads.submit(() -> write(random, 400)));
            }
            for (int i = 0; i < 50; i++) {
                engine.next(Fault.NONE, Fault.NONE, Fault.CONFLICT);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertIndexesFollow(table, "seed " + seed);
    }

    private void write(Random random, int times) {
        for (int i = 0; i < times; i++) {
            Item key = item("pk", "p" + random.nextInt(3), "sk", random.nextInt(6));
            ItemWrite write =
                    switch (random.nextInt(5)) {
                        case 0 -> new ItemWrite.Remove(key, Condition.ALWAYS);
                        case 1, 2 -> new ItemWrite.Put(filled(random, key), Condition.ALWAYS);
                        case 3 -> change(key, TestExpressions.remove(attribute(random)));
                        default -> change(key, TestExpressions.set("x", random.nextInt(3)));
                    };
            database.items.write(ref("t"), write);
        }
    }

    private static ItemWrite change(Item key, dev.tablewright.model.expression.Update update) {
        return new ItemWrite.Change(key, update, Condition.ALWAYS);
    }

    private static String attribute(Random random) {
        return List.of("a", "b", "c", "x").get(random.nextInt(4));
    }

    private static Item filled(Random random, Item key) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(key.attributes());
        if (random.nextInt(3) > 0) {
            attributes.put("a", TestDatabase.value("a" + random.nextInt(3)));
        }
        if (random.nextInt(3) > 0) {
            attributes.put("b", TestDatabase.value(random.nextInt(3)));
        }
        if (random.nextInt(3) > 0) {
            attributes.put("c", TestDatabase.value("c" + random.nextInt(3)));
        }
        attributes.put("x", TestDatabase.value("x".repeat(random.nextInt(2000))));
        return Item.of(attributes);
    }

    /** Writers go on while the index is filled, and may write what does not fit. */
    @Test
    void backfillAgreesWithConcurrentWriters() throws Exception {
        long seed = 7;
        Table table = database.create("t", definition("pk:S sk:N a:S b:N c:S", key("pk", "sk")));
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Item item = filled(random, item("pk", "p" + random.nextInt(9), "sk", i));
            boolean misfit = i % 10 == 0;
            database.put(
                    "t", misfit ? TestExpressions.with(item, "a", TestDatabase.value(1)) : item);
        }
        Table indexed =
                database.index(table, global("A", key("a", "sk"), ALL), IndexStatus.CREATING);
        IndexState index = indexed.indexes().getFirst();
        Backfill backfill = new Backfill(engine, 7);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random rivals = new Random(seed + i);
                writers.add(threads.submit(() -> write(rivals, 100)));
            }
            Key after = null;
            do {
                after = backfill.advance(indexed, index, after);
            } while (after != null);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertIndexesFollow(indexed, "seed " + seed);
        assertThat(read(index.space())).isNotEmpty();
    }

    /** The rival is placed exactly between the reading of a chunk and its commit. */
    @Test
    void backfillLeavesAnItemAloneThatChangesUnderIt() {
        Table table = database.create("t", definition("pk:S sk:N a:S", key("pk", "sk")));
        for (int i = 0; i < 5; i++) {
            database.put("t", item("pk", "p", "sk", i, "a", "before"));
        }
        Table indexed = database.index(table, global("A", key("a"), ALL), IndexStatus.CREATING);
        engine.beforeNextCommit(
                () -> {
                    database.put("t", item("pk", "p", "sk", 1, "a", "after"));
                    database.items.write(
                            ref("t"),
                            new ItemWrite.Remove(item("pk", "p", "sk", 2), Condition.ALWAYS));
                });

        Key end = new Backfill(engine, 100).advance(indexed, indexed.indexes().getFirst(), null);

        assertThat(end).isNull();
        assertIndexesFollow(indexed, "rival");
    }

    private void assertIndexesFollow(Table table, String description) {
        Map<Key, Item> items = read(table.space());
        for (IndexState index : table.indexes()) {
            assertThat(read(index.space()))
                    .as("%s of %s", index.definition().name(), description)
                    .isEqualTo(entries(table, index, items));
        }
    }

    /** Slow and obvious. */
    private static Map<Key, Item> entries(Table table, IndexState index, Map<Key, Item> items) {
        Map<Key, Item> entries = new HashMap<>();
        KeySchema schema = index.definition().key();
        for (Item item : items.values()) {
            boolean complete =
                    schema.attributes().stream()
                            .allMatch(name -> hasDeclaredType(table, item, name));
            if (complete) {
                entries.put(ItemKeys.entry(table, index, item), projected(table, index, item));
            }
        }
        return entries;
    }

    private static boolean hasDeclaredType(Table table, Item item, String name) {
        AttributeValue value = item.get(name);
        return value != null
                && value.type().equals(String.valueOf(table.definition().attributes().get(name)));
    }

    private static Item projected(Table table, IndexState index, Item item) {
        IndexProjection projection = index.definition().projection();
        if (projection.type() == IndexProjection.Type.ALL) {
            return item;
        }
        Set<String> names = new HashSet<>(projection.nonKeyAttributes());
        names.addAll(table.definition().key().attributes());
        names.addAll(index.definition().key().attributes());
        Map<String, AttributeValue> kept = new LinkedHashMap<>(item.attributes());
        kept.keySet().retainAll(names);
        return Item.of(kept);
    }

    private Map<Key, Item> read(long space) {
        Map<Key, Item> found = new HashMap<>();
        try (ReadView view = engine.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            for (@Nullable Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (isItem(entry)) {
                    found.put(entry.key(), Item.wrap(entry.stored().value().array()));
                }
            }
        }
        return found;
    }

    /** Counters share a space with the entries of the first local index. */
    private static boolean isItem(Entry entry) {
        return entry.stored().value().length() != Long.BYTES;
    }
}
