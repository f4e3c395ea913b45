package dev.tablewright.server.metrics;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.model.TableRef;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Predicate;

/**
 * Adds up the request units of every table and global index since the server began to serve: what
 * CloudWatch's ConsumedReadCapacityUnits and ConsumedWriteCapacityUnits are on AWS. A table that is
 * made again under its name goes on counting. Safe for use by many threads.
 */
public final class UnitCounter {
    /** Above it tables that are gone are forgotten; an account may have 2,500. */
    private static final int MANY = 10_000;

    private final Instant since;
    private final Predicate<TableRef> isThere;
    private final Map<TableRef, Table> tables = new ConcurrentHashMap<>();

    /**
     * Begins to count.
     *
     * @param isThere whether there is such a table
     */
    public UnitCounter(Instant since, Predicate<TableRef> isThere) {
        this.since = since;
        this.isThere = isThere;
    }

    /**
     * What was used of one table.
     *
     * @param onTable with its local indexes, which use the capacity of their table
     * @param onGlobalIndexes by the index's name
     */
    public record Used(Units onTable, Map<String, Units> onGlobalIndexes) {}

    private static final class Counted {
        private final DoubleAdder read = new DoubleAdder();
        private final DoubleAdder write = new DoubleAdder();

        void add(Units units) {
            if (units.read() > 0) {
                read.add(units.read());
            }
            if (units.write() > 0) {
                write.add(units.write());
            }
        }

        Units sum() {
            return new Units(read.sum(), write.sum());
        }
    }

    private record Table(Counted own, Map<String, Counted> indexes) {
        Table() {
            this(new Counted(), new ConcurrentHashMap<>());
        }
    }

    /** Notes what a request used. */
    public void note(ConsumedCapacity consumed) {
        Table table = tables.get(consumed.table());
        if (table == null) {
            table = begin(consumed.table());
        }
        table.own().add(consumed.onTable());
        for (Units units : consumed.onLocalIndexes().values()) {
            table.own().add(units);
        }
        for (var index : consumed.onGlobalIndexes().entrySet()) {
            table.indexes()
                    .computeIfAbsent(index.getKey(), _ -> new Counted())
                    .add(index.getValue());
        }
    }

    private Table begin(TableRef table) {
        if (tables.size() >= MANY) {
            tables.keySet().removeIf(isThere.negate());
        }
        return tables.computeIfAbsent(table, _ -> new Table());
    }

    /** Returns when the counting began. */
    public Instant since() {
        return since;
    }

    /** Returns what was used of the tables of an account that are still there, by their ARN. */
    public Map<String, Used> of(String account) {
        Map<String, Used> used = new TreeMap<>();
        tables.forEach(
                (ref, table) -> {
                    if (ref.account().equals(account) && isThere.test(ref)) {
                        Map<String, Units> indexes = new TreeMap<>();
                        table.indexes().forEach((name, units) -> indexes.put(name, units.sum()));
                        used.put(ref.arn(), new Used(table.own().sum(), indexes));
                    }
                });
        return used;
    }
}
