package dev.tablewright.engine.item;

import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestDatabase.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException.ItemCollectionTooLarge;
import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.ReadView;

import org.junit.jupiter.api.Test;

import java.util.List;

class CollectionSizesTest {
    private final TestDatabase database = new TestDatabase();
    private final Table table =
            database.create(
                    "t",
                    definition(
                            "pk:S sk:S ls:S",
                            key("pk", "sk"),
                            local("Lsi", key("pk", "ls"), KEYS)));

    @Test
    void collectionIsItemsAndLocalEntries() {
        Item one = item("pk", "a", "sk", "1", "x", "not projected");
        Item two = item("pk", "a", "sk", "2", "ls", "l", "x", "not projected");
        Item entry = item("pk", "a", "sk", "2", "ls", "l");

        assertThat(database.put("t", one).collectionBytes()).isEqualTo(one.sizeBytes());
        Written written = database.put("t", two);
        assertThat(written.collectionBytes())
                .isEqualTo(one.sizeBytes() + two.sizeBytes() + entry.sizeBytes());
        assertThat(written.collectionKey()).isEqualTo(value("a"));

        assertThat(database.put("t", item("pk", "b", "sk", "1")).collectionBytes())
                .as("another collection")
                .isEqualTo(6);
    }

    @Test
    void emptyCollectionLeavesNothingBehind() {
        for (int i = 0; i < 40; i++) {
            database.put("t", item("pk", "a", "sk", "s" + i, "ls", "l"));
        }
        long left = -1;
        for (int i = 0; i < 40; i++) {
            ItemWrite remove =
                    new ItemWrite.Remove(item("pk", "a", "sk", "s" + i), Condition.ALWAYS);
            left = database.items.write(ref("t"), remove).collectionBytes();
        }
        assertThat(left).isZero();
        long space = table.indexes().getFirst().space();
        try (ReadView view = database.storage.read();
                var cursor = view.scan(space, 0, 1, null)) {
            assertThat(cursor.next()).isNull();
        }
    }

    @Test
    void collectionDoesNotGrowBeyondItsLimitButShrinks() {
        Item large = item("pk", "a", "sk", "1", "x", "x".repeat(1000));
        database.put("t", large);

        Item smaller = item("pk", "a", "sk", "1", "x", "x".repeat(900));
        combine(smaller, 500);
        Item more = item("pk", "a", "sk", "2");
        assertThatThrownBy(() -> combine(more, 500)).isInstanceOf(ItemCollectionTooLarge.class);
    }

    private void combine(Item item, long limit) {
        try (ReadView view = database.storage.read()) {
            var plan = PlannedWrite.plan(view, table, new ItemWrite.Put(item, Condition.ALWAYS));
            PlannedWrites.combine(
                    view,
                    List.of(plan),
                    Origin.REQUEST,
                    _ -> new ItemCollectionTooLarge("too large"),
                    limit);
        }
    }

    @Test
    void tableWithoutLocalIndexesHasNoCollections() {
        database.create("plain", definition("pk:S", key("pk")));
        Written written = database.put("plain", item("pk", "a"));
        assertThat(written.collectionKey()).isNull();
        assertThat(written.collectionBytes()).isZero();
    }
}
