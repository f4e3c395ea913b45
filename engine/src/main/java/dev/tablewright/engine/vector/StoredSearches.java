package dev.tablewright.engine.vector;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.catalog.VectorIndexState;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.vector.Found.Hit;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Searches over a storage engine. */
public final class StoredSearches implements Searches {
    /** Most bytes of items in one answer: 16 MB. */
    static final long MAX_ANSWER_BYTES = 16L << 20;

    private static final String INVALID = "One or more parameter values were invalid: ";

    private final StorageEngine storage;
    private final Tables tables;

    /** Searches the indexes of {@code tables} in {@code storage}. */
    public StoredSearches(StorageEngine storage, Tables tables) {
        this.storage = storage;
        this.tables = tables;
    }

    @Override
    public Found search(SearchRequest request) {
        Table table = tables.require(request.table());
        VectorIndexState index = require(table, request.index());
        VectorIndexDefinition definition = index.definition();
        float[] vector = Vectors.require(request.vector(), definition);
        requireSelectable(table, definition, request.equal());
        requireProjected(table, definition, request.projection());
        try (ReadView view = storage.read()) {
            Best best = new Best(definition.distance(), request.most());
            walk(view, index, vector, request.equal(), best);
            return answer(view, table, definition, best, request.projection());
        }
    }

    private static VectorIndexState require(Table table, String name) {
        VectorIndexState index = table.vectorIndex(name).orElse(null);
        if (index == null || index.status() == IndexStatus.DELETING) {
            throw new ValidationException(
                    table.index(name).isPresent()
                            ? INVALID + "The index is not a vector index: " + name
                            : "The table does not have the specified index: " + name);
        }
        if (index.status() == IndexStatus.CREATING) {
            throw new ValidationException("Cannot read from backfilling vector index: " + name);
        }
        return index;
    }

    private static void requireSelectable(
            Table table, VectorIndexDefinition index, Map<String, AttributeValue> equal) {
        List<String> searchable = index.searchable();
        for (var condition : equal.entrySet()) {
            String attribute = condition.getKey();
            if (!searchable.contains(attribute)) {
                throw new ValidationException(
                        "Invalid SearchConditionExpression: Attribute is not part of the search"
                                + " schema of vector index "
                                + index.name()
                                + ": "
                                + attribute);
            }
            if (!VectorRules.hasType(table, attribute, condition.getValue())) {
                throw new ValidationException(
                        INVALID + "Condition parameter type does not match schema type");
            }
        }
        String hash = index.hash();
        if (hash != null && !equal.containsKey(hash)) {
            throw new ValidationException(
                    "HASH key attributes "
                            + hash
                            + " must have equality conditions specified in the search");
        }
    }

    private static void requireProjected(
            Table table, VectorIndexDefinition index, @Nullable Projection projection) {
        if (projection == null) {
            return;
        }
        Set<String> missing =
                switch (index.projection().type()) {
                    case ALL -> Set.of();
                    case KEYS_ONLY, INCLUDE -> {
                        Set<String> wanted = new LinkedHashSet<>(projection.attributes());
                        wanted.removeAll(index.projected(table.definition().key()));
                        yield wanted;
                    }
                };
        if (!missing.isEmpty()) {
            throw new ValidationException(
                    INVALID + "Vector index " + index.name() + " does not project " + missing);
        }
    }

    private static void walk(
            ReadView view,
            VectorIndexState index,
            float[] vector,
            Map<String, AttributeValue> equal,
            Best best) {
        VectorIndexDefinition definition = index.definition();
        Map<String, AttributeValue> filters = new HashMap<>(equal);
        String hash = definition.hash();
        AttributeValue partition = hash == null ? null : filters.remove(hash);
        try (Cursor entries =
                partition == null
                        ? view.scan(index.space(), 0, 1, null)
                        : view.range(ItemKeys.vectors(index, partition))) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                byte[] value = entry.stored().value().array();
                double score =
                        Vectors.score(
                                definition.distance(),
                                vector,
                                value,
                                VectorEntry.vectorAt(value, vector.length));
                if (best.wants(score)) {
                    Item attributes = VectorEntry.attributes(value, vector.length);
                    if (fits(attributes, filters)) {
                        best.add(attributes, score);
                    }
                }
            }
        }
    }

    private static boolean fits(Item attributes, Map<String, AttributeValue> filters) {
        for (var filter : filters.entrySet()) {
            if (!filter.getValue().equals(attributes.get(filter.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static Found answer(
            ReadView view,
            Table table,
            VectorIndexDefinition index,
            Best best,
            @Nullable Projection projection) {
        List<Hit> hits = new ArrayList<>();
        long read = 0;
        long answered = 0;
        for (Hit found : best.inOrder()) {
            // Entry and item are written by the same commit, and the view shows whole commits.
            byte[] stored =
                    Objects.requireNonNull(view.get(ItemKeys.item(table, found.item())))
                            .value()
                            .array();
            Item projected = VectorEntry.projected(table, index, Item.wrap(stored));
            read += projected.sizeBytes();
            Item item = projection == null ? projected : projection.apply(projected);
            answered += item.sizeBytes();
            if (answered > MAX_ANSWER_BYTES) {
                throw new ValidationException(
                        INVALID
                                + "The items found are larger than 16 MB together; ask for fewer"
                                + " or name the attributes that are wanted");
            }
            hits.add(new Hit(item, found.score()));
        }
        long bytes = Vectors.bytes(index.dimensions()) + read;
        return new Found(table.ref(), hits, VectorUnits.whole(bytes));
    }
}
