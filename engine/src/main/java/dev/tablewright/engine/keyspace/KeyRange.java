package dev.tablewright.engine.keyspace;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.KeyEncoding;
import dev.tablewright.model.expression.KeyCondition.Term;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView.Range;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of one partition that a key condition selects.
 *
 * @param from first sort part, included; null for the beginning
 * @param to end of the sort parts, excluded; null for the end
 */
public record KeyRange(long space, Bytes partition, @Nullable Bytes from, @Nullable Bytes to) {
    /**
     * Selects items of a table.
     *
     * @param hash the partition key value
     * @param sort the condition on the sort key; null for none
     */
    public static KeyRange ofItems(long space, AttributeValue hash, @Nullable Term sort) {
        Bytes partition = ItemKeys.partition(List.of(hash));
        if (sort == null) {
            return new KeyRange(space, partition, null, null);
        }
        byte[] first = KeyEncoding.plain(sort.operands().getFirst());
        byte[] last = KeyEncoding.plain(sort.operands().getLast());
        byte[] begins = {};
        return switch (sort.operator()) {
            // Among plain encodings the next one after x is x followed by a zero byte.
            case EQ, BETWEEN -> between(space, partition, first, successor(last));
            case LT -> between(space, partition, begins, first);
            case LE -> between(space, partition, begins, successor(last));
            case GT -> between(space, partition, successor(first), null);
            case GE -> between(space, partition, first, null);
            case BEGINS_WITH -> between(space, partition, first, KeyEncoding.endOfPrefix(first));
        };
    }

    /**
     * Selects entries of an index.
     *
     * @param hash the values of all partition key attributes, in schema order
     * @param sort conditions on the first sort key attributes, in schema order: all are EQ but for
     *     the last, which may be any
     */
    public static KeyRange ofEntries(long space, List<AttributeValue> hash, List<Term> sort) {
        Bytes partition = ItemKeys.partition(hash);
        List<AttributeValue> equal = new ArrayList<>();
        Term open = null;
        for (Term term : sort) {
            switch (term.operator()) {
                case EQ -> equal.add(term.operands().getFirst());
                case LT, LE, GT, GE, BETWEEN, BEGINS_WITH -> open = term;
            }
        }
        byte[] start = ItemKeys.tagged(KeyEncoding.composite(equal));
        byte[] end = KeyEncoding.endOfPrefix(start);
        if (open == null) {
            return between(space, partition, start, end);
        }
        byte[] first = extended(equal, open.operands().getFirst());
        byte[] last = extended(equal, open.operands().getLast());
        // Entries with the value x start with the encoding of x and go on with the table's key.
        return switch (open.operator()) {
            case EQ, BETWEEN -> between(space, partition, first, KeyEncoding.endOfPrefix(last));
            case LT -> between(space, partition, start, first);
            case LE -> between(space, partition, start, KeyEncoding.endOfPrefix(first));
            case GT -> between(space, partition, KeyEncoding.endOfPrefix(first), end);
            case GE -> between(space, partition, first, end);
            case BEGINS_WITH -> {
                byte[] prefix =
                        ItemKeys.tagged(
                                KeyEncoding.compositePrefix(equal, open.operands().getFirst()));
                yield between(space, partition, prefix, KeyEncoding.endOfPrefix(prefix));
            }
        };
    }

    /**
     * Says how to walk the range.
     *
     * @param after where to go on, itself left out; null to start at the beginning of the walk
     */
    public Range walk(boolean forward, @Nullable Key after) {
        if (after == null) {
            return new Range(space, partition, from, false, to, true, forward);
        }
        return forward
                ? new Range(space, partition, after.sort(), true, to, true, true)
                : new Range(space, partition, from, false, after.sort(), true, false);
    }

    /** Whether nothing can be in the range. */
    public boolean isEmpty() {
        return from != null && to != null && from.compareTo(to) >= 0;
    }

    private static byte[] extended(List<AttributeValue> equal, AttributeValue next) {
        List<AttributeValue> values = new ArrayList<>(equal);
        values.add(next);
        return ItemKeys.tagged(KeyEncoding.composite(values));
    }

    private static byte[] successor(byte[] encoded) {
        return java.util.Arrays.copyOf(encoded, encoded.length + 1);
    }

    private static KeyRange between(
            long space, Bytes partition, byte @Nullable [] from, byte @Nullable [] to) {
        return new KeyRange(
                space,
                partition,
                from == null ? null : Bytes.wrap(from),
                to == null ? null : Bytes.wrap(to));
    }
}
