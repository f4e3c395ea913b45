package dev.tablewright.engine;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.StoredItems;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.StoredQueries;
import dev.tablewright.engine.transaction.StoredTransactions;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Result.Committed;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A database whose catalog is the test's: tables are there at once and change at once. */
public final class TestDatabase implements Tables {
    public final StorageEngine storage;
    public final Items items;
    public final Queries queries;
    public final Transactions transactions;

    /** The time by the database's clock; tests move it. */
    public volatile Instant now = Instant.parse("2026-11-21T00:00:00Z");

    private final Map<TableRef, Table> tables = new ConcurrentHashMap<>();
    private long nextSpace = Keyspace.FIRST_TABLE;

    public TestDatabase() {
        this(new InMemoryEngine());
    }

    public TestDatabase(StorageEngine storage) {
        this.storage = storage;
        CommitLoop commits =
                new CommitLoop(storage, new ChangeLog(storage, new SequenceClock(() -> now)));
        this.items = new StoredItems(storage, this, commits);
        this.queries = new StoredQueries(storage, this);
        this.transactions = new StoredTransactions(storage, this, commits, () -> now);
    }

    @Override
    public Table require(TableRef ref) {
        Table table = tables.get(ref);
        if (table == null) {
            throw new DatabaseException.ResourceNotFound("Requested resource not found", ref);
        }
        return table;
    }

    public static TableRef ref(String name) {
        return new TableRef("000000000000", "eu-west-1", name);
    }

    /** Makes a table with its indexes. */
    public Table create(String name, TableDefinition definition) {
        long space = nextSpace++;
        List<IndexState> indexes = new ArrayList<>();
        for (IndexDefinition index : definition.indexes()) {
            indexes.add(new IndexState(index, nextSpace++, IndexStatus.ACTIVE, false));
        }
        return record(
                new Table(
                        ref(name),
                        "id",
                        new dev.tablewright.storage.Version(0),
                        space,
                        definition,
                        indexes,
                        TableStatus.ACTIVE,
                        Instant.EPOCH,
                        BillingMode.PAY_PER_REQUEST,
                        Throughput.ON_DEMAND,
                        false));
    }

    /** Adds or replaces an index, in the state given. */
    public Table index(Table before, IndexDefinition index, IndexStatus status) {
        List<IndexState> indexes = new ArrayList<>(before.indexes());
        IndexState old = before.index(index.name()).orElse(null);
        indexes.remove(old);
        long space = old == null ? nextSpace++ : old.space();
        indexes.add(new IndexState(index, space, status, status == IndexStatus.CREATING));
        return record(before.with().indexes(indexes).build());
    }

    /** Adds or replaces a vector index, in the state given. */
    public Table vectors(Table before, VectorIndexDefinition index, IndexStatus status) {
        List<VectorIndexState> indexes = new ArrayList<>(before.vectorIndexes());
        VectorIndexState old = before.vectorIndex(index.name()).orElse(null);
        indexes.remove(old);
        long space = old == null ? nextSpace++ : old.space();
        indexes.add(new VectorIndexState(index, space, status, status == IndexStatus.CREATING));
        return record(before.with().vectorIndexes(indexes).build());
    }

    private Table record(Table table) {
        Commit commit =
                new Commit(
                        List.of(),
                        List.of(new Commit.Write.Put(Keyspace.table(table.ref()), Bytes.EMPTY)));
        Table recorded =
                table.with().version(((Committed) storage.commit(commit)).version()).build();
        tables.put(table.ref(), recorded);
        return recorded;
    }

    public Written put(String table, Item item) {
        return items.write(ref(table), new ItemWrite.Put(item, Condition.ALWAYS));
    }

    public static TableDefinition definition(
            String attributes, KeySchema key, IndexDefinition... indexes) {
        Map<String, KeyType> types = new LinkedHashMap<>();
        for (String attribute : attributes.split(" ", -1)) {
            String[] parts = attribute.split(":", 2);
            types.put(parts[0], KeyType.valueOf(parts[1]));
        }
        return new TableDefinition(key, types, List.of(indexes));
    }

    public static KeySchema key(String hash) {
        return new KeySchema(List.of(hash), List.of());
    }

    public static KeySchema key(String hash, String range) {
        return new KeySchema(List.of(hash), List.of(range));
    }

    public static IndexDefinition local(String name, KeySchema key, IndexProjection projection) {
        return new IndexDefinition(name, Kind.LOCAL, key, projection, Throughput.ON_DEMAND, null);
    }

    public static IndexDefinition global(String name, KeySchema key, IndexProjection projection) {
        return new IndexDefinition(name, Kind.GLOBAL, key, projection, Throughput.ON_DEMAND, null);
    }

    public static final IndexProjection ALL =
            new IndexProjection(IndexProjection.Type.ALL, List.of());
    public static final IndexProjection KEYS =
            new IndexProjection(IndexProjection.Type.KEYS_ONLY, List.of());

    public static IndexProjection include(String... names) {
        return new IndexProjection(IndexProjection.Type.INCLUDE, List.of(names));
    }

    /** Makes an item of names and values in turn; numbers become N, text S, values stay. */
    public static Item item(Object... namesAndValues) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return Item.of(attributes);
    }

    public static AttributeValue value(Object value) {
        return switch (value) {
            case AttributeValue already -> already;
            case String text -> new AttributeValue.S(text);
            case Integer number -> new AttributeValue.N(BigDecimal.valueOf(number));
            case Double number -> new AttributeValue.N(BigDecimal.valueOf(number));
            default -> throw new IllegalArgumentException(value.toString());
        };
    }
}
