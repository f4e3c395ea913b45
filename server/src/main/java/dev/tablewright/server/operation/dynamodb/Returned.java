package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;
import java.util.Map;

/** ReturnConsumedCapacity, and the members that it asks for. */
enum Returned {
    /** Each index on its own as well. */
    INDEXES,
    /** The sum. */
    TOTAL,
    /** Nothing. */
    NONE;

    /** How the units of one table are shown. */
    enum Detail {
        /** CapacityUnits only: single items, batches, queries and scans. */
        PLAIN,
        /** Transactions that read add ReadCapacityUnits. */
        READ,
        /** Transactions that write add WriteCapacityUnits; ReadCapacityUnits where they replay. */
        WRITE
    }

    static Returned read(RequestReader in) {
        return in.choice("ReturnConsumedCapacity", List.of(INDEXES, TOTAL, NONE), NONE);
    }

    /** Writes one ConsumedCapacity as a member, if it was asked for. */
    void write(ResponseWriter out, NamedTable table, ConsumedCapacity consumed) {
        if (this != NONE) {
            out.object(
                    "ConsumedCapacity",
                    capacity -> write(capacity, table.text(), consumed, Detail.PLAIN));
        }
    }

    /** Writes the ConsumedCapacity of several tables as a list, if it was asked for. */
    void write(ResponseWriter out, List<Use> uses, Detail detail) {
        if (this != NONE) {
            out.objects(
                    "ConsumedCapacity",
                    uses,
                    (element, use) -> write(element, use.table(), use.consumed(), detail));
        }
    }

    /**
     * What was used on one table.
     *
     * @param table as the request names it
     */
    record Use(String table, ConsumedCapacity consumed) {}

    private void write(ResponseWriter out, String table, ConsumedCapacity consumed, Detail detail) {
        out.string("TableName", table);
        units(out, consumed.total(), detail);
        if (this == INDEXES) {
            out.object("Table", member -> units(member, consumed.onTable(), detail));
            indexes(out, "LocalSecondaryIndexes", consumed.onLocalIndexes(), detail);
            indexes(out, "GlobalSecondaryIndexes", consumed.onGlobalIndexes(), detail);
            vectorIndexes(out, consumed.onVectorIndexes());
        }
    }

    private static void indexes(
            ResponseWriter out, String member, Map<String, Units> used, Detail detail) {
        if (!used.isEmpty()) {
            out.object(
                    member,
                    byName ->
                            used.forEach(
                                    (name, units) ->
                                            byName.object(
                                                    name, index -> units(index, units, detail))));
        }
    }

    private static void vectorIndexes(ResponseWriter out, Map<String, Long> written) {
        if (!written.isEmpty()) {
            out.object(
                    "VectorIndexes",
                    byName ->
                            written.forEach(
                                    (name, bytes) ->
                                            byName.object(
                                                    name,
                                                    index ->
                                                            index.decimal(
                                                                    "VectorWriteRequestBytes",
                                                                    bytes))));
        }
    }

    private static void units(ResponseWriter out, Units units, Detail detail) {
        out.decimal("CapacityUnits", units.read() + units.write());
        if (detail != Detail.PLAIN && units.read() > 0) {
            out.decimal("ReadCapacityUnits", units.read());
        }
        if (detail == Detail.WRITE && units.write() > 0) {
            out.decimal("WriteCapacityUnits", units.write());
        }
    }
}
