package dev.tablewright.engine.query;

import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.index.IndexMaintainer;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a query or scan reads: a table, or one of its indexes. */
record ReadSource(Table table, @Nullable IndexState index) {
    /**
     * Finds what a request names.
     *
     * @throws ValidationException if there is no such index, or it cannot be read like that
     */
    static ReadSource find(Table table, @Nullable String indexName, boolean consistent) {
        if (indexName == null) {
            return new ReadSource(table, null);
        }
        IndexState index = table.index(indexName).orElse(null);
        if (index == null || index.status() == IndexStatus.DELETING) {
            throw new ValidationException(
                    "The table does not have the specified index: " + indexName);
        }
        if (consistent && index.definition().kind() == Kind.GLOBAL) {
            throw new ValidationException(
                    "Consistent reads are not supported on global secondary indexes");
        }
        if (index.status() == IndexStatus.CREATING) {
            throw new ValidationException(
                    "Cannot read from backfilling global secondary index: " + indexName);
        }
        return new ReadSource(table, index);
    }

    /** The name of the index, or null for the table itself. */
    @Nullable String indexName() {
        return index == null ? null : index.definition().name();
    }

    boolean isGlobalIndex() {
        return index != null && index.definition().kind() == Kind.GLOBAL;
    }

    long space() {
        return index == null ? table.space() : index.space();
    }

    KeySchema key() {
        return index == null ? table.definition().key() : index.definition().key();
    }

    /** The attributes of a start key: the table's key, and the index's. */
    Set<String> startKeyAttributes() {
        Set<String> names = new LinkedHashSet<>(table.definition().key().attributes());
        if (index != null) {
            names.addAll(index.definition().key().attributes());
        }
        return names;
    }

    /** Whether everything that an item has can be read here. */
    boolean holdsAllAttributes() {
        return index == null || index.definition().projection().type() == IndexProjection.Type.ALL;
    }

    /** Returns those of {@code attributes} that cannot be read here, in their order. */
    Set<String> missing(Set<String> attributes) {
        if (index == null || holdsAllAttributes()) {
            return Set.of();
        }
        Set<String> missing = new LinkedHashSet<>(attributes);
        missing.removeAll(IndexMaintainer.projected(table.definition(), index.definition()));
        return missing;
    }

    /** Where something with the key attributes of {@code item} is, or would be. */
    Key keyOf(Item item) {
        return index == null ? ItemKeys.item(table, item) : ItemKeys.entry(table, index, item);
    }
}
