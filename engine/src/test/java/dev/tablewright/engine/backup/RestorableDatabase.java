package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.LogRetention;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.index.Backfill;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.StoredItems;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.engine.transaction.StoredTransactions;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A database with backups, small steps, and a clock that the test moves. */
final class RestorableDatabase {
    static final long OBJECT_BYTES = 100;

    final StorageEngine storage = new InMemoryEngine();
    final InMemoryObjects objects = new InMemoryObjects();
    final Map<String, InMemoryObjects> buckets = new HashMap<>();
    volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    Catalog catalog;
    StoredItems items;
    Transactions transactions;
    Backups backups;
    Restores restores;
    LogRetention retention;
    Exports exports;
    Imports imports;

    RestorableDatabase() {
        open();
    }

    /** What kill -9 and a new start come to: nothing was closed, everything is read anew. */
    void open() {
        Random random = new Random(1);
        SequenceClock sequences = new SequenceClock(() -> now);
        catalog = Catalog.open(storage, () -> now, random, sequences, new Backfill(storage, 7));
        ChangeLog changes = new ChangeLog(storage, sequences);
        changes.resume(catalog.tables().stream().map(Table::space).toList());
        CommitLoop commits = new CommitLoop(storage, changes);
        items = new StoredItems(storage, catalog, commits);
        transactions = new StoredTransactions(storage, catalog, commits, () -> now);
        TableSizes sizes = new TableSizes(storage, catalog, 1000);
        backups = Backups.open(storage, catalog, objects, sizes, () -> now, random, OBJECT_BYTES);
        restores = Restores.open(storage, catalog, backups, changes, () -> now, 12);
        exports = Exports.open(storage, catalog, changes, buckets::get, () -> now, random, 12);
        imports = Imports.open(storage, catalog, buckets::get, () -> now, random, 12);
        retention = new LogRetention(catalog, changes, _ -> Long.MAX_VALUE - 1, 1000);
    }

    /** Does everything that is to be done in the background now. */
    void settle() {
        boolean more = true;
        while (more) {
            more = catalog.runOnce(now);
            more |= backups.runOnce(now);
            more |= restores.runOnce();
            more |= exports.runOnce();
            more |= imports.runOnce();
            more |= retention.runOnce(now);
        }
        var _ = catalog.runOnce(now);
    }

    static TableRef ref(String name) {
        return new TableRef("123456789012", "eu-west-1", name);
    }

    /** A table with key pk, sk, a local index by a and a global one by b, and b alone. */
    Table create(String name) {
        return create(name, true);
    }

    /**
     * As {@link #create(String)}.
     *
     * @param local whether there is a local index; a table without one is restored in another way
     */
    Table create(String name, boolean local) {
        IndexProjection all = new IndexProjection(IndexProjection.Type.ALL, List.of());
        IndexProjection keys = new IndexProjection(IndexProjection.Type.KEYS_ONLY, List.of());
        catalog.create(
                new NewTable(
                        ref(name),
                        List.of(
                                new AttributeDeclaration("pk", KeyType.S),
                                new AttributeDeclaration("sk", KeyType.N),
                                new AttributeDeclaration("a", KeyType.S),
                                new AttributeDeclaration("b", KeyType.N)),
                        List.of(hash("pk"), range("sk")),
                        local ? List.of(index("ByA", keys, hash("pk"), range("a"))) : null,
                        List.of(
                                index("ByB", all, hash("b"), range("pk")),
                                index("AByB", keys, hash("a"), range("b"))),
                        BillingMode.PAY_PER_REQUEST,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        Map.of("team", "koa")));
        catalog.settle(ref(name));
        return catalog.describe(ref(name));
    }

    static KeyElement hash(String attribute) {
        return new KeyElement(attribute, KeyElement.Role.HASH);
    }

    static KeyElement range(String attribute) {
        return new KeyElement(attribute, KeyElement.Role.RANGE);
    }

    static IndexDeclaration index(String name, IndexProjection projection, KeyElement... key) {
        return new IndexDeclaration(name, List.of(key), projection, null, null, null);
    }

    void put(String table, Item item) {
        items.write(ref(table), new ItemWrite.Put(item, Condition.ALWAYS));
    }

    void remove(String table, Item key) {
        items.write(ref(table), new ItemWrite.Remove(key, Condition.ALWAYS));
    }

    /** Every item of a table. */
    Set<Item> itemsOf(String name) {
        return new HashSet<>(contents(catalog.describe(ref(name)).space(), false));
    }

    /** The entries of an index, as items. */
    List<Item> entriesOf(String table, String index) {
        return contents(catalog.describe(ref(table)).index(index).orElseThrow().space(), true);
    }

    private List<Item> contents(long space, boolean index) {
        List<Item> items = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (!index || ItemKeys.isEntry(entry.key())) {
                    items.add(Item.wrap(entry.stored().value().array()));
                }
            }
        }
        return items;
    }

    /** Everything in the space of the local index: entries, and how large the collections are. */
    List<Entry> collections(String table) {
        List<Entry> entries = new ArrayList<>();
        long space = catalog.describe(ref(table)).index("ByA").orElseThrow().space();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
