package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.desired.TableAddress;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Request units in a month, as somebody told or as they were counted: no call of DynamoDB tells
 * them.
 *
 * @param everyTable for tables of which nothing else is known; null when nothing is known of them
 * @param tables by their names in the values
 * @param counted what was really used of live tables; what was told goes before
 */
public record Traffic(
        @Nullable OfTable everyTable,
        Map<String, OfTable> tables,
        Map<TableAddress, OfTable> counted) {
    /** Nothing is known. */
    public static final Traffic UNKNOWN = new Traffic(null, Map.of(), Map.of());

    /** Copies the map. */
    public Traffic {
        tables = Map.copyOf(tables);
        counted = Map.copyOf(counted);
    }

    /** Returns the same with what was counted. */
    public Traffic with(Map<TableAddress, OfTable> other) {
        return new Traffic(everyTable, tables, other);
    }

    /**
     * Requests to one table or index; what is null is not known.
     *
     * @param reads read request units in a month
     * @param writes write request units in a month
     */
    public record Requests(@Nullable BigDecimal reads, @Nullable BigDecimal writes) {
        static final Requests UNKNOWN = new Requests(null, null);
    }

    /**
     * Requests to a table and its indexes.
     *
     * @param streamReads GetRecords calls in a month that are not Lambda's
     * @param indexes null when the requests are those of the table and its indexes together; then
     *     each write is taken to reach every global index
     */
    public record OfTable(
            Requests table,
            @Nullable BigDecimal streamReads,
            @Nullable Map<String, Requests> indexes) {
        /** Copies the map. */
        public OfTable {
            indexes = indexes == null ? null : Map.copyOf(indexes);
        }
    }

    /** Returns what is known of a table; null for nothing. */
    @Nullable OfTable of(TableUse use) {
        OfTable told = tables.get(use.table());
        return told != null
                ? told
                : counted.getOrDefault(new TableAddress(use.region(), use.name()), everyTable);
    }

    /**
     * Reads traffic, in YAML or JSON: {@code tables: {Orders: {reads: 1, writes: 2, streamReads: 3,
     * indexes: {ByDate: {reads: 4, writes: 5}}}}}.
     *
     * @param everyTable for tables that the file does not name
     * @param indexes by the name in the values, of each table that there is: the file names no
     *     other
     * @throws CostFileException at the first mistake, with its place
     */
    public static Traffic read(
            String file,
            String text,
            @Nullable OfTable everyTable,
            Map<String, Set<String>> indexes)
            throws CostFileException {
        CostYaml root = CostYaml.read(file, text);
        root.requireOnly(new LinkedHashSet<>(List.of("tables")));
        CostYaml tables = root.required("tables");
        Map<String, OfTable> all = new LinkedHashMap<>();
        tables.requireOnly(indexes.keySet());
        for (String name : tables.names()) {
            all.put(name, table(tables.required(name), indexes.getOrDefault(name, Set.of())));
        }
        return new Traffic(everyTable, all, Map.of());
    }

    private static OfTable table(CostYaml table, Set<String> known) throws CostFileException {
        table.requireOnly(
                new LinkedHashSet<>(List.of("reads", "writes", "streamReads", "indexes")));
        CostYaml indexes = table.map("indexes");
        Map<String, Requests> ofIndexes = null;
        if (indexes != null) {
            indexes.requireOnly(known);
            ofIndexes = new LinkedHashMap<>();
            for (String name : indexes.names()) {
                CostYaml index = indexes.required(name);
                index.requireOnly(new LinkedHashSet<>(List.of("reads", "writes")));
                ofIndexes.put(name, requests(index));
            }
        }
        return new OfTable(requests(table), table.number("streamReads"), ofIndexes);
    }

    private static Requests requests(CostYaml map) throws CostFileException {
        return new Requests(map.number("reads"), map.number("writes"));
    }
}
