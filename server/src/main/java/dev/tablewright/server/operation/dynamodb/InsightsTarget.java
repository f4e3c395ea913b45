package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Watchers;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/**
 * What Contributor Insights are asked about: a table, or one of its global indexes.
 *
 * @param index null for the table itself
 */
record InsightsTarget(TableRef table, @Nullable String index) {
    /** Reads TableName and IndexName. */
    static InsightsTarget read(RequestReader in) {
        TableRef table = TableName.read(in);
        return new InsightsTarget(table, in.indexName());
    }

    /** The permission: on the index where there is one, else on the table. */
    Access access(String action, Catalog tables) {
        var access = new TableAccess(tables);
        return index == null ? access.to(action, table) : access.toIndex(action, table, index);
    }

    /** Returns the key among the table's {@link Watchers}. */
    String watched() {
        return index == null ? Watchers.TABLE : index;
    }

    /**
     * Returns the table.
     *
     * @throws DatabaseException.ResourceNotFound if there is no such table or global index
     */
    Table require(Catalog tables) {
        Table found = tables.describe(table);
        if (index != null && found.indexes().stream().noneMatch(this::isMeant)) {
            throw new DatabaseException.ResourceNotFound(
                    "Requested resource not found: Index: " + index + " not found", table);
        }
        return found;
    }

    private boolean isMeant(IndexState state) {
        IndexDefinition definition = state.definition();
        return definition.kind() == IndexDefinition.Kind.GLOBAL && definition.name().equals(index);
    }

    /** Writes TableName and IndexName. */
    void write(ResponseWriter out) {
        out.string("TableName", table.name());
        if (index != null) {
            out.string("IndexName", index);
        }
    }
}
