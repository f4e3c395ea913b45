package dev.tablewright.engine.replication;

import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.LogRetention;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.index.Backfill;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.StoredItems;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.transaction.StoredTransactions;
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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** One table in several regions, sent in small steps, with a clock that the test moves. */
final class Regions {
    static final String FIRST = "eu-west-1";

    final StorageEngine storage;
    volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    Catalog catalog;
    ChangeLog changes;
    StoredItems items;
    StoredTransactions transactions;
    Replicator replicator;
    LogRetention retention;
    private final int chunk;

    Regions(int chunk) {
        this(chunk, new InMemoryEngine());
    }

    Regions(int chunk, StorageEngine storage) {
        this.chunk = chunk;
        this.storage = storage;
        open();
    }

    /** What kill -9 and a new start come to: nothing was closed, everything is read anew. */
    void open() {
        SequenceClock sequences = new SequenceClock(() -> now);
        catalog =
                Catalog.open(
                        storage, () -> now, new Random(1), sequences, new Backfill(storage, 7));
        changes = new ChangeLog(storage, sequences);
        changes.resume(catalog.tables().stream().map(Table::space).toList());
        CommitLoop commits = new CommitLoop(storage, changes);
        items = new StoredItems(storage, catalog, commits);
        transactions = new StoredTransactions(storage, catalog, commits, () -> now);
        replicator = new Replicator(storage, catalog, changes, commits, chunk);
        retention = new LogRetention(catalog, changes, replicator::neededAfter, 1000);
    }

    static TableRef ref(String region) {
        return new TableRef("123456789012", region, "Orders");
    }

    Table table(String region) {
        return catalog.describe(ref(region));
    }

    /** Key pk; a global index by g, a local one is not possible without a sort key. */
    void create() {
        create(FIRST, null);
    }

    /** As {@link #create()}, in any region and with a stream. */
    void create(String region, @Nullable StreamRequest stream) {
        catalog.create(
                new NewTable(
                        ref(region),
                        List.of(
                                new AttributeDeclaration("pk", KeyType.S),
                                new AttributeDeclaration("sk", KeyType.N),
                                new AttributeDeclaration("g", KeyType.S)),
                        List.of(hash("pk"), range("sk")),
                        List.of(index("Local", hash("pk"), range("g"))),
                        List.of(index("Global", hash("g"))),
                        BillingMode.PAY_PER_REQUEST,
                        null,
                        null,
                        null,
                        stream,
                        null,
                        null,
                        false,
                        Map.of()));
        catalog.settle(ref(region));
    }

    private static KeyElement hash(String attribute) {
        return new KeyElement(attribute, KeyElement.Role.HASH);
    }

    private static KeyElement range(String attribute) {
        return new KeyElement(attribute, KeyElement.Role.RANGE);
    }

    private static IndexDeclaration index(String name, KeyElement... key) {
        return new IndexDeclaration(
                name,
                List.of(key),
                new IndexProjection(IndexProjection.Type.ALL, List.of()),
                null,
                null,
                null);
    }

    void addReplica(String region) {
        catalog.replicate(ref(FIRST), new ReplicaChange.Create(region, ReplicaOverrides.NONE));
        catalog.settle(ref(FIRST));
    }

    /** Does everything that is to be done in the background now. */
    void settle() {
        boolean more = true;
        while (more) {
            more = catalog.runOnce(now);
            more |= replicator.runOnce(now);
            more |= retention.runOnce(now);
        }
        var _ = catalog.runOnce(now);
    }

    void put(String region, Item item) {
        items.write(ref(region), new ItemWrite.Put(item, Condition.ALWAYS));
    }

    void remove(String region, Item key) {
        items.write(ref(region), new ItemWrite.Remove(key, Condition.ALWAYS));
    }

    /** Every item of a replica. */
    Set<Item> itemsOf(String region) {
        return new HashSet<>(contents(table(region).space(), false));
    }

    /** The entries of an index, as items. */
    Set<Item> entriesOf(String region, String index) {
        return new HashSet<>(contents(table(region).index(index).orElseThrow().space(), true));
    }

    /** How many stamps a replica keeps. */
    int stampsOf(String region) {
        long space = Objects.requireNonNull(table(region).replication()).stamps();
        int count = 0;
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            while (cursor.next() != null) {
                count++;
            }
        }
        return count;
    }

    /** What a replica's log has to tell. */
    List<ChangeRecord> logOf(String region) {
        return changes.read(
                        table(region).space(),
                        ChangeLog.ALL_PARTS,
                        0,
                        Long.MAX_VALUE,
                        new ChangeLog.Limit(Integer.MAX_VALUE, Long.MAX_VALUE, false))
                .records();
    }

    private List<Item> contents(long space, boolean index) {
        List<Item> found = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (!index || ItemKeys.isEntry(entry.key())) {
                    found.add(Item.wrap(entry.stored().value().array()));
                }
            }
        }
        return found;
    }
}
