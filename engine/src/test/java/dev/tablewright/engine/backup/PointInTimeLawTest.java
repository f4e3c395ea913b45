package dev.tablewright.engine.backup;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.backup.RestorableDatabase.hash;
import static dev.tablewright.engine.backup.RestorableDatabase.index;
import static dev.tablewright.engine.backup.RestorableDatabase.range;
import static dev.tablewright.engine.backup.RestorableDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.expression.Condition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whatever happened to a table: what is restored is what a model had at that moment, in the table
 * and in its indexes.
 */
class PointInTimeLawTest {
    private static final int STEPS = 3_000;

    private final RestorableDatabase database = new RestorableDatabase();
    private final Map<Item, Item> model = new HashMap<>();
    private final NavigableMap<Instant, Set<Item>> states = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoredTableIsTheModelAtThatMoment(boolean local) {
        long seed = 20261121;
        Random random = new Random(seed);
        database.create("t", local);
        for (int i = 0; i < 20; i++) {
            put(filled(random, key(random)));
        }
        database.catalog.updateRecovery(ref("t"), true, 1);
        Instant begun = database.now;
        states.put(begun, new HashSet<>(model.values()));

        for (int step = 0; step < STEPS; step++) {
            database.now =
                    database.now.plusMillis((long) random.nextInt(4) * random.nextInt(50_000));
            happen(random);
            states.put(database.now, new HashSet<>(model.values()));
            if (random.nextInt(100) == 0) {
                database.settle();
            }
            if (random.nextInt(500) == 0) {
                forgetTheWindow(random);
            }
        }
        database.settle();

        for (int restore = 0; restore < 20; restore++) {
            Instant earliest = earliest();
            long span = Duration.between(earliest, database.now).toMillis();
            Instant moment = earliest.plusMillis(random.nextLong(span + 1));
            assertRestores(moment, restore, random, "seed " + seed + " at " + moment);
        }
        assertThat(begun).as("the window has moved on").isBefore(earliest());
    }

    /** What happens while recovery is off is in no window, and neither is what was before. */
    private void forgetTheWindow(Random random) {
        database.catalog.updateRecovery(ref("t"), false, null);
        for (int step = 0; step < 20; step++) {
            database.now = database.now.plusMillis(random.nextInt(50_000));
            happen(random);
        }
        database.catalog.updateRecovery(ref("t"), true, 1);
        states.put(database.now, new HashSet<>(model.values()));
        assertThat(earliest()).isEqualTo(database.now);
        assertInvalid(database.now.minusSeconds(1));
    }

    private Instant earliest() {
        Instant earliest = database.catalog.recovery(ref("t")).earliest(database.now);
        return earliest == null ? Instant.MAX : earliest;
    }

    private void happen(Random random) {
        Item key = key(random);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> remove(key);
            case 4, 5 -> transact(random);
            case 6 -> {
                database.items.expire(ref("t"), key, Condition.ALWAYS);
                model.remove(key);
            }
            case 7 -> changeIndexes(random);
            default -> put(filled(random, key));
        }
    }

    private static Item key(Random random) {
        return item("pk", "p" + random.nextInt(6), "sk", random.nextInt(12));
    }

    private static Item filled(Random random, Item key) {
        Map<String, AttributeValue> attributes = new HashMap<>(key.attributes());
        if (random.nextInt(3) > 0) {
            attributes.putAll(item("a", "a" + random.nextInt(3)).attributes());
        }
        if (random.nextInt(3) > 0) {
            attributes.putAll(item("b", random.nextInt(3)).attributes());
        }
        attributes.putAll(item("x", random.nextInt()).attributes());
        return Item.of(attributes);
    }

    private static Item keyOf(Item item) {
        return item.only(Set.of("pk", "sk"));
    }

    private void put(Item item) {
        database.put("t", item);
        model.put(keyOf(item), item);
    }

    private void remove(Item key) {
        database.remove("t", key);
        model.remove(key);
    }

    private void transact(Random random) {
        Map<Item, WriteElement> elements = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            Item key = key(random);
            ItemWrite write =
                    random.nextInt(4) == 0
                            ? new ItemWrite.Remove(key, Condition.ALWAYS)
                            : new ItemWrite.Put(filled(random, key), Condition.ALWAYS);
            elements.put(key, new WriteElement(ref("t"), write, false));
        }
        database.transactions.write(new ArrayList<>(elements.values()), null, new byte[0]);
        elements.forEach(
                (key, element) -> {
                    if (element.write() instanceof ItemWrite.Put(var item, _)) {
                        model.put(key, item);
                    } else {
                        model.remove(key);
                    }
                });
    }

    /** Adds the index that is missing, or removes one. */
    private void changeIndexes(Random random) {
        Table table = database.catalog.describe(ref("t"));
        IndexChange change =
                table.index("AByB").isPresent()
                        ? new IndexChange.Delete("AByB")
                        : new IndexChange.Create(
                                index(
                                        "AByB",
                                        new IndexProjection(
                                                IndexProjection.Type.KEYS_ONLY, List.of()),
                                        hash("a"),
                                        range("b")));
        if (random.nextInt(3) > 0
                || table.status() != Table.TableStatus.ACTIVE
                || table.indexes().stream()
                        .anyMatch(each -> each.status() != IndexState.IndexStatus.ACTIVE)) {
            return;
        }
        database.catalog.update(
                new TableChange(
                        ref("t"),
                        List.of(
                                new AttributeDeclaration("a", KeyType.S),
                                new AttributeDeclaration("b", KeyType.N)),
                        null,
                        null,
                        List.of(change),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        database.catalog.settle(ref("t"));
    }

    /** With crashes and writes in between. */
    private void assertRestores(Instant moment, int restore, Random random, String message) {
        Set<Item> then = states.floorEntry(moment).getValue();
        String restored = "r" + restore + "x";
        database.restores.toMoment(ref("t"), moment, ref(restored), RestoreOverrides.NONE);
        Instant before = database.now;
        int crashes = 0;
        while (database.restores.runOnce()) {
            if (crashes < 3 && random.nextInt(8) == 0) {
                database.open();
                crashes++;
            }
            // The window must not move past the moment: the restore would be given up.
            database.now = before.plusMillis(1);
            happen(random);
            states.put(database.now, new HashSet<>(model.values()));
        }
        database.settle();

        assertThat(database.itemsOf(restored)).as(message).isEqualTo(then);
        assertIndexes(restored, then, message);
    }

    /** The indexes are those of a table of the same shape into which the items were written. */
    private void assertIndexes(String restored, Set<Item> items, String message) {
        Table table = database.catalog.describe(ref(restored));
        String expected = restored + "e";
        database.catalog.restore(
                ref(expected), table, new Restoration(null, table.ref().arn(), database.now, true));
        database.catalog.restored(ref(expected));
        items.forEach(item -> database.put(expected, item));
        for (IndexState index : table.indexes()) {
            String name = index.definition().name();
            assertThat(database.entriesOf(restored, name))
                    .as(message + " " + name)
                    .isEqualTo(database.entriesOf(expected, name));
        }
        if (table.index("ByA").isEmpty()) {
            return;
        }
        assertThat(database.collections(restored).stream().map(BackupsTest::keyless))
                .as(message)
                .isEqualTo(
                        database.collections(expected).stream().map(BackupsTest::keyless).toList());
    }

    @Test
    void theWindowBeginsWhenRecoveryIsSwitchedOnAndMovesWithItsPeriod() {
        database.create("t");
        put(item("pk", "a", "sk", 1));
        assertThatThrownBy(() -> restore(database.now, "r1x"))
                .isInstanceOf(DatabaseException.RecoveryUnavailable.class)
                .hasMessage("Point in time recovery is not enabled for table 't'");

        database.catalog.updateRecovery(ref("t"), true, 35);
        Instant first = database.now;
        database.now = first.plusSeconds(10);
        remove(item("pk", "a", "sk", 1));
        database.catalog.updateRecovery(ref("t"), false, null);
        database.now = first.plusSeconds(20);
        database.catalog.updateRecovery(ref("t"), true, 35);

        assertThat(earliest()).isEqualTo(first.plusSeconds(20));
        assertInvalid(first.plusSeconds(5));
        assertInvalid(first.plusSeconds(21));

        database.now = first.plus(Duration.ofDays(40));
        assertThat(earliest()).isEqualTo(first.plus(Duration.ofDays(5)));
        database.catalog.updateRecovery(ref("t"), true, 2);
        assertThat(earliest()).isEqualTo(first.plus(Duration.ofDays(38)));
        database.catalog.updateRecovery(ref("t"), true, 35);
        assertThat(earliest()).isEqualTo(first.plus(Duration.ofDays(38)));
    }

    private void assertInvalid(Instant moment) {
        assertThatThrownBy(() -> restore(moment, "r1x"))
                .isInstanceOf(DatabaseException.InvalidRestoreTime.class);
        assertThat(database.catalog.find(ref("r1x"))).isNull();
    }

    private void restore(Instant moment, String target) {
        var _ = database.restores.toMoment(ref("t"), moment, ref(target), RestoreOverrides.NONE);
    }

    @Test
    void nothingWrittenAfterTheRequestIsRestored() {
        database.create("t");
        database.catalog.updateRecovery(ref("t"), true, null);
        put(item("pk", "a", "sk", 1));
        database.restores.toMoment(ref("t"), null, ref("new"), RestoreOverrides.NONE);
        database.now = database.now.plusMillis(1);
        remove(item("pk", "a", "sk", 1));
        put(item("pk", "b", "sk", 1));
        database.settle();

        assertThat(database.itemsOf("new")).containsExactly(item("pk", "a", "sk", 1));
    }

    @Test
    void aRestoreThatOutlivesItsSourceIsFinished() {
        database.create("t");
        database.catalog.updateRecovery(ref("t"), true, null);
        for (int i = 0; i < 30; i++) {
            put(item("pk", "a", "sk", i));
        }
        Set<Item> then = database.itemsOf("t");
        database.restores.toMoment(ref("t"), null, ref("new"), RestoreOverrides.NONE);
        var _ = database.restores.runOnce();
        database.catalog.delete(ref("t"));
        database.settle();

        assertThat(database.catalog.find(ref("t"))).isNull();
        assertThat(database.itemsOf("new")).isEqualTo(then);
    }

    @Test
    void aRestoreThatCannotGoOnAfterACrashLeavesNoTable() {
        database.create("t");
        database.catalog.updateRecovery(ref("t"), true, null);
        for (int i = 0; i < 30; i++) {
            put(item("pk", "a", "sk", i));
        }
        database.restores.toMoment(ref("t"), null, ref("new"), RestoreOverrides.NONE);
        var _ = database.restores.runOnce();
        database.catalog.updateRecovery(ref("t"), false, null);
        database.open();
        database.settle();

        assertThat(database.catalog.find(ref("new"))).isNull();
        database.open();
        assertThat(database.restores.runOnce()).isFalse();
    }
}
