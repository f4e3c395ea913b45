package dev.tablewright.engine.query;

import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.engine.keyspace.KeyRange;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

/** Queries and scans over a storage engine. */
public final class StoredQueries implements Queries {
    /** Nothing to walk. */
    private static final Cursor EMPTY =
            new Cursor() {
                @Override
                public @Nullable Entry next() {
                    return null;
                }

                @Override
                public void close() {}
            };

    private final StorageEngine storage;
    private final Tables tables;

    /** Serves the items of {@code tables} from {@code storage}. */
    public StoredQueries(StorageEngine storage, Tables tables) {
        this.storage = storage;
        this.tables = tables;
    }

    @Override
    public Page query(QueryRequest request) {
        ReadSource source =
                ReadSource.find(
                        tables.require(request.table()), request.index(), request.consistent());
        Item start = request.exclusiveStartKey();
        KeyPlan plan = KeyPlan.of(source, request.key(), start);
        if (start != null) {
            StartKey.requireWithin(source, plan, start);
        }
        requireScalarKeys(source, request.projection(), null);
        requireFilterOffKey(source, request.filter(), request.filterName());
        Selection selection =
                Selection.of(source, request.select(), request.projection(), request.filter());
        requireScalarKeys(source, null, request.filter());
        selection.requireFilterHeld(source);
        KeyRange range = plan.range(source);
        Key after = start == null ? null : source.keyOf(start);
        try (ReadView view = storage.read();
                Cursor cursor =
                        range.isEmpty()
                                ? EMPTY
                                : view.range(range.walk(request.forward(), after))) {
            return new PageReader(view, source, selection, request.consistent())
                    .read(cursor, request.limit());
        }
    }

    private static void requireScalarKeys(
            ReadSource source, @Nullable Projection projection, @Nullable Condition filter) {
        if (projection != null) {
            KeyRules.requireScalarKeys(source.table(), projection.nestedAttributes());
        }
        if (filter != null) {
            KeyRules.requireScalarKeys(source.table(), filter.nestedAttributes());
        }
    }

    private static void requireFilterOffKey(
            ReadSource source, @Nullable Condition filter, String filterName) {
        if (filter == null) {
            return;
        }
        for (String attribute : source.key().attributes()) {
            if (filter.attributes().contains(attribute)) {
                throw new ValidationException(
                        filterName
                                + " can only contain non-primary key attributes: Primary key"
                                + " attribute: "
                                + attribute);
            }
        }
    }

    @Override
    public Page scan(ScanRequest request) {
        ReadSource source =
                ReadSource.find(
                        tables.require(request.table()), request.index(), request.consistent());
        Item start = request.exclusiveStartKey();
        if (start != null) {
            StartKey.requireForScan(source, start);
        }
        Selection selection =
                Selection.of(source, request.select(), request.projection(), request.filter());
        requireScalarKeys(source, request.projection(), request.filter());
        Key after = start == null ? null : source.keyOf(start);
        int segment = request.segment();
        int segments = request.totalSegments();
        try (ReadView view = storage.read()) {
            if (after != null) {
                StartKey.requireInSegment(view, after, segment, segments);
            }
            try (Cursor cursor = view.scan(source.space(), segment, segments, after)) {
                return new PageReader(view, source, selection, request.consistent())
                        .read(cursor, request.limit());
            }
        }
    }
}
