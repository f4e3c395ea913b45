package dev.tablewright.engine;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestExpressions.eq;
import static dev.tablewright.engine.TestExpressions.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.QueryRequest;
import dev.tablewright.engine.query.Select;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.ReadView;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All of the database together, with its own catalog. */
class DatabaseTest {
    private static final TableRef ORDERS = ref("Orders");
    private static final AttributeDeclaration ID = new AttributeDeclaration("id", KeyType.S);
    private static final AttributeDeclaration STATUS =
            new AttributeDeclaration("status", KeyType.S);

    private final InMemoryEngine storage = new InMemoryEngine();
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private Database database = open();

    private Database open() {
        return Database.open(storage, () -> now, new Random(1));
    }

    private void settle() {
        now = now.plus(Duration.ofMinutes(1));
        while (database.runOnce(now)) {
            now = now.plusSeconds(1);
        }
    }

    private void createOrders() {
        database.tables()
                .create(
                        new NewTable(
                                ORDERS,
                                List.of(ID),
                                List.of(new KeyElement("id", KeyElement.Role.HASH)),
                                null,
                                null,
                                BillingMode.PAY_PER_REQUEST,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                Map.of()));
        settle();
    }

    private void change(IndexChange index) {
        database.tables()
                .update(
                        new TableChange(
                                ORDERS,
                                List.of(ID, STATUS),
                                null,
                                null,
                                List.of(index),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    private void put(Item item) {
        database.items().write(ORDERS, new ItemWrite.Put(item, Condition.ALWAYS));
    }

    private int count(String status) {
        Page page =
                database.queries()
                        .query(
                                new QueryRequest(
                                        ORDERS,
                                        "ByStatus",
                                        keys(eq("status", status)),
                                        null,
                                        Select.COUNT,
                                        null,
                                        true,
                                        null,
                                        null,
                                        false));
        return page.count();
    }

    @Test
    void indexIsFilledWhileTheTableIsInUse() {
        createOrders();
        for (int i = 0; i < 2_500; i++) {
            put(item("id", "o" + i, "status", i % 2 == 0 ? "open" : "closed"));
        }
        change(
                new IndexChange.Create(
                        new IndexDeclaration(
                                "ByStatus",
                                List.of(new KeyElement("status", KeyElement.Role.HASH)),
                                new IndexProjection(IndexProjection.Type.KEYS_ONLY, List.of()),
                                null,
                                null,
                                null)));
        assertThatThrownBy(() -> count("open"))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Cannot read from backfilling global secondary index: ByStatus");
        put(item("id", "o1", "status", "open"));
        settle();

        assertThat(count("open")).isEqualTo(1_251);
        assertThat(count("closed")).isEqualTo(1_249);
    }

    @Test
    void nothingIsLeftOfADeletedTable() {
        createOrders();
        put(item("id", "a"));
        Table table = database.tables().require(ORDERS);
        database.tables().delete(ORDERS);
        settle();

        assertThatThrownBy(() -> put(item("id", "b")))
                .isInstanceOf(DatabaseException.ResourceNotFound.class);
        try (ReadView view = storage.read();
                var cursor = view.scan(table.space(), 0, 1, null)) {
            assertThat(cursor.next()).isNull();
        }
        createOrders();
        assertThat(database.items().get(ORDERS, item("id", "a"), true).item()).isNull();
    }

    @Test
    void everythingIsThereAfterARestart() {
        createOrders();
        var element =
                new WriteElement(
                        ORDERS, new ItemWrite.Put(item("id", "a"), Condition.ALWAYS), false);
        database.transactions().write(List.of(element), "token", new byte[] {1});

        database = open();

        assertThat(database.items().get(ORDERS, item("id", "a"), true).item())
                .isEqualTo(item("id", "a"));
        assertThat(
                        database.transactions()
                                .write(List.of(element), "token", new byte[] {1})
                                .written())
                .as("the token was seen before the restart")
                .isEmpty();
    }

    /**
     * The space of a local index also holds the sizes of item collections: taken for items, they
     * stopped all background work behind the counting.
     */
    @Test
    void countsTheEntriesOfALocalIndexAndNothingElse() {
        database.tables()
                .create(
                        new NewTable(
                                ORDERS,
                                List.of(ID, STATUS, new AttributeDeclaration("day", KeyType.S)),
                                List.of(
                                        new KeyElement("id", KeyElement.Role.HASH),
                                        new KeyElement("day", KeyElement.Role.RANGE)),
                                List.of(
                                        new IndexDeclaration(
                                                "ByStatus",
                                                List.of(
                                                        new KeyElement("id", KeyElement.Role.HASH),
                                                        new KeyElement(
                                                                "status", KeyElement.Role.RANGE)),
                                                new IndexProjection(
                                                        IndexProjection.Type.ALL, List.of()),
                                                null,
                                                null,
                                                null)),
                                null,
                                BillingMode.PAY_PER_REQUEST,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                Map.of()));
        settle();
        Item indexed = item("id", "a", "day", "1", "status", "open");
        put(indexed);
        put(item("id", "a", "day", "2"));
        now = now.plus(Duration.ofHours(7));

        settle();

        Table table = database.tables().require(ORDERS);
        assertThat(database.sizes().of(table.space()).items()).isEqualTo(2);
        assertThat(database.sizes().of(table.indexes().getFirst().space()))
                .isEqualTo(new TableSizes.Size(1, indexed.sizeBytes()));
    }
}
