package dev.tablewright.engine.keyspace;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyEncoding;
import dev.tablewright.model.KeySchema;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView.Range;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keys of items, of index entries and of collection counters.
 *
 * <pre>
 * item           (table's space, partition key, sort key or nothing)
 * index entry    (index's space, partition key(s), 01 sort key(s) table key)
 * vector entry   (index's space, its partition key or the table's, 01 table key)
 * counter        (space of the first local index, partition key, 00 shard)
 * </pre>
 *
 * <p>A single value that fills its part alone is encoded plainly; several values, and all of an
 * index entry's sort part, are encoded one after the other so that each ends by itself. The table's
 * key at the end makes entries of equal index keys distinct. A local index shares the table's
 * partition key, so its entries end with the table's sort key alone.
 *
 * <p>All items given here have been checked against the key schema.
 */
public final class ItemKeys {
    /** First byte of an index entry's sort part. */
    static final byte ENTRY = 1;

    private static final byte COUNTER = 0;

    /**
     * Counters of one item collection. More than one, so that writers of different items rarely
     * wait for each other; few, because every write adds them up.
     */
    private static final int COUNTER_SHARDS = 16;

    private ItemKeys() {}

    /** Where an item is kept. */
    public static Key item(Table table, Item item) {
        KeySchema key = table.definition().key();
        Bytes sort = key.range().isEmpty() ? Bytes.EMPTY : plain(item, key.range().getFirst());
        return new Key(table.space(), plain(item, key.hash().getFirst()), sort);
    }

    /** Where the entry of {@code item} in {@code index} is kept. */
    public static Key entry(Table table, IndexState index, Item item) {
        KeySchema key = index.definition().key();
        return new Key(
                index.space(),
                partition(values(key.hash(), item)),
                entrySort(table, index.definition(), item));
    }

    /** Where the entry of {@code item} in a vector index is kept. */
    public static Key vector(Table table, VectorIndexState index, Item item) {
        KeySchema key = table.definition().key();
        String hash = index.definition().hash();
        return new Key(
                index.space(),
                plain(item, hash == null ? key.hash().getFirst() : hash),
                Bytes.wrap(tagged(KeyEncoding.composite(values(key.attributes(), item)))));
    }

    /** Every entry of a vector index whose partition key has the value {@code hash}. */
    public static Range vectors(VectorIndexState index, AttributeValue hash) {
        return new Range(index.space(), partition(List.of(hash)), null, false, null, false, true);
    }

    /** Whether {@code key}, found in an index's space, is an entry; else it is a counter. */
    public static boolean isEntry(Key key) {
        return key.sort().array()[0] == ENTRY;
    }

    /**
     * Where the share of {@code item} in its collection's size is counted.
     *
     * @param local the table's first local index
     */
    public static Key counter(Table table, IndexState local, Item item) {
        Key key = item(table, item);
        int shard = Math.floorMod(key.sort().hashCode(), COUNTER_SHARDS);
        Bytes sort = Bytes.wrap(new byte[] {COUNTER, (byte) shard});
        return new Key(local.space(), key.partition(), sort);
    }

    /** Every counter of the collection that {@code item} is in. */
    public static Range counters(Table table, IndexState local, Item item) {
        return new Range(
                local.space(),
                plain(item, table.definition().key().hash().getFirst()),
                null,
                false,
                Bytes.wrap(new byte[] {ENTRY}),
                true,
                true);
    }

    /** The partition part for the values of all partition key attributes, in schema order. */
    static Bytes partition(List<AttributeValue> hash) {
        return Bytes.wrap(
                hash.size() == 1
                        ? KeyEncoding.plain(hash.getFirst())
                        : KeyEncoding.composite(hash));
    }

    private static Bytes entrySort(Table table, IndexDefinition index, Item item) {
        List<AttributeValue> values = values(index.key().range(), item);
        KeySchema tableKey = table.definition().key();
        if (index.kind() == IndexDefinition.Kind.GLOBAL) {
            values.addAll(values(tableKey.hash(), item));
        }
        values.addAll(values(tableKey.range(), item));
        return Bytes.wrap(tagged(KeyEncoding.composite(values)));
    }

    /** Puts the mark of an index entry before {@code encoded}. */
    static byte[] tagged(byte[] encoded) {
        byte[] tagged = new byte[1 + encoded.length];
        tagged[0] = ENTRY;
        System.arraycopy(encoded, 0, tagged, 1, encoded.length);
        return tagged;
    }

    private static Bytes plain(Item item, String attribute) {
        return Bytes.wrap(KeyEncoding.plain(require(item, attribute)));
    }

    private static List<AttributeValue> values(List<String> attributes, Item item) {
        List<AttributeValue> values = new ArrayList<>(attributes.size() + 2);
        for (String attribute : attributes) {
            values.add(require(item, attribute));
        }
        return values;
    }

    private static AttributeValue require(Item item, String attribute) {
        return Objects.requireNonNull(item.get(attribute), attribute);
    }
}
