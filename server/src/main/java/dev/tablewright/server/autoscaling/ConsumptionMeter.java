package dev.tablewright.server.autoscaling;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.model.TableRef;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;

/**
 * Adds up the units that are used on the tables that have targets; all others cost one look. Safe
 * for use by many threads.
 */
public final class ConsumptionMeter {
    private volatile Set<TableRef> tables = Set.of();
    private final Map<Capacity, DoubleAdder> used = new ConcurrentHashMap<>();

    /** Notes what a request used. */
    public void note(ConsumedCapacity consumed) {
        TableRef table = consumed.table();
        if (!tables.contains(table)) {
            return;
        }
        // A local index uses the capacity of its table.
        Units own = consumed.onTable();
        for (Units units : consumed.onLocalIndexes().values()) {
            own = own.plus(units);
        }
        add(new Capacity(table, null, Capacity.Direction.READ), own.read());
        add(new Capacity(table, null, Capacity.Direction.WRITE), own.write());
        consumed.onGlobalIndexes()
                .forEach(
                        (index, units) -> {
                            add(new Capacity(table, index, Capacity.Direction.READ), units.read());
                            add(
                                    new Capacity(table, index, Capacity.Direction.WRITE),
                                    units.write());
                        });
    }

    private void add(Capacity capacity, double units) {
        if (units > 0) {
            used.computeIfAbsent(capacity, _ -> new DoubleAdder()).add(units);
        }
    }

    /** Measures these, and no others. */
    void watch(Set<Capacity> capacities) {
        Set<TableRef> wanted =
                capacities.stream().map(Capacity::table).collect(Collectors.toUnmodifiableSet());
        if (!wanted.equals(tables)) {
            tables = wanted;
            used.keySet().removeIf(capacity -> !wanted.contains(capacity.table()));
        }
    }

    /** Returns the units used since the last call, and begins at zero again. */
    double take(Capacity capacity) {
        DoubleAdder adder = used.get(capacity);
        return adder == null ? 0 : adder.sumThenReset();
    }
}
