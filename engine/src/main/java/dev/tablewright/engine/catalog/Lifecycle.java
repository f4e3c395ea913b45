package dev.tablewright.engine.catalog;

import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a table on its own, step by step, until nothing is under way. */
final class Lifecycle {
    private Lifecycle() {}

    /** The next thing to do. */
    sealed interface Step {
        /** Nothing is under way. */
        record Nothing() implements Step {}

        /** The table takes this state. */
        record Become(Table after) implements Step {}

        /** Items are to be copied into this index. */
        record Fill(SecondaryIndex index) implements Step {}

        /** The index has gone from {@code after}; its space is to be dropped. */
        record Shed(Table after, SecondaryIndex gone) implements Step {}

        /** The table goes, and the spaces of table and indexes with it. */
        record Vanish() implements Step {}
    }

    /**
     * Decides the next step. A table that is being restored waits for {@link Catalog#restored}, a
     * replica that is being filled for {@link Catalog#filled}, and one that goes for {@link
     * Catalog#leave}.
     */
    static Step next(Table table, Instant now) {
        return switch (table.status()) {
            case DELETING ->
                    table.replication() != null || awaitsLastBackup(table)
                            ? new Step.Nothing()
                            : new Step.Vanish();
            case CREATING ->
                    isRestoring(table) || isBeingFilled(table)
                            ? new Step.Nothing()
                            : new Step.Become(created(table, now));
            case UPDATING, ACTIVE -> nextOfLive(table);
        };
    }

    /** Whether a table goes only after its last backup is made. */
    static boolean awaitsLastBackup(Table table) {
        return table.status() == TableStatus.DELETING
                && table.replication() == null
                && table.settings().recovery().enabled();
    }

    private static boolean isBeingFilled(Table table) {
        Replication replication = table.replication();
        return replication != null && replication.filledFrom() != null;
    }

    private static boolean isRestoring(Table table) {
        Restoration restoration = table.settings().restoration();
        return restoration != null && restoration.inProgress();
    }

    private static Step nextOfLive(Table table) {
        Optional<SecondaryIndex> going = indexIn(IndexStatus.DELETING, table);
        if (going.isPresent()) {
            return new Step.Shed(without(table, going.get()), going.get());
        }
        if (table.status() == TableStatus.UPDATING) {
            return new Step.Become(updated(table));
        }
        TimeToLive timeToLive = table.settings().timeToLive();
        if (!timeToLive.settled().equals(timeToLive)) {
            TableSettings settings = table.settings().withTimeToLive(timeToLive.settled());
            return new Step.Become(table.with().settings(settings).build());
        }
        Watchers watchers = table.settings().watchers();
        if (!watchers.settled().equals(watchers)) {
            TableSettings settings = table.settings().withWatchers(watchers.settled());
            return new Step.Become(table.with().settings(settings).build());
        }
        return indexIn(IndexStatus.CREATING, table)
                .<Step>map(Step.Fill::new)
                .orElseGet(Step.Nothing::new);
    }

    private static Optional<SecondaryIndex> indexIn(IndexStatus status, Table table) {
        return table.allIndexes().stream().filter(index -> index.status() == status).findFirst();
    }

    /** A new table has no items, so its indexes are ready with it. */
    private static Table created(Table table, Instant now) {
        TableSettings settings = table.settings();
        if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
            settings = settings.withOnDemand(now, settings.onDemandSwitches());
        }
        return table.with()
                .status(TableStatus.ACTIVE)
                .settings(settings)
                .indexes(
                        table.indexes().stream()
                                .map(index -> index.withStatus(IndexStatus.ACTIVE, false))
                                .toList())
                .vectorIndexes(
                        table.vectorIndexes().stream()
                                .map(index -> index.withStatus(IndexStatus.ACTIVE, false))
                                .toList())
                .build();
    }

    private static Table updated(Table table) {
        CapacityChanges capacity = table.settings().capacity();
        Throughput pending = capacity.pending();
        return table.with()
                .status(TableStatus.ACTIVE)
                .billing(table.billingMode(), pending == null ? table.throughput() : pending)
                .settings(
                        table.settings()
                                .withCapacity(capacity.done())
                                .withStream(table.settings().stream().settled()))
                .indexes(table.indexes().stream().map(Lifecycle::updated).toList())
                .vectorIndexes(table.vectorIndexes().stream().map(Lifecycle::updated).toList())
                .build();
    }

    private static IndexState updated(IndexState index) {
        return switch (index.status()) {
            case CREATING -> index.withStatus(IndexStatus.CREATING, true);
            case UPDATING -> withPending(index).withStatus(IndexStatus.ACTIVE, false);
            case ACTIVE, DELETING -> index;
        };
    }

    private static VectorIndexState updated(VectorIndexState index) {
        return index.status() == IndexStatus.CREATING
                ? index.withStatus(IndexStatus.CREATING, true)
                : index;
    }

    private static IndexState withPending(IndexState index) {
        Throughput pending = index.capacity().pending();
        if (pending == null) {
            return index;
        }
        IndexDefinition definition = index.definition();
        return index.withDefinition(
                        new IndexDefinition(
                                definition.name(),
                                definition.kind(),
                                definition.key(),
                                definition.projection(),
                                pending,
                                definition.onDemandLimit()))
                .withCapacity(index.capacity().done());
    }

    /** Returns the table once {@code index} holds every item. */
    static Table filled(Table table, SecondaryIndex index) {
        List<IndexState> indexes = new ArrayList<>(table.indexes());
        indexes.replaceAll(
                each ->
                        each.space() == index.space()
                                ? each.withStatus(IndexStatus.ACTIVE, false)
                                : each);
        List<VectorIndexState> vectorIndexes = new ArrayList<>(table.vectorIndexes());
        vectorIndexes.replaceAll(
                each ->
                        each.space() == index.space()
                                ? each.withStatus(IndexStatus.ACTIVE, false)
                                : each);
        return table.with().indexes(indexes).vectorIndexes(vectorIndexes).build();
    }

    private static Table without(Table table, SecondaryIndex index) {
        List<IndexState> left = new ArrayList<>(table.indexes());
        left.removeIf(each -> each.space() == index.space());
        List<VectorIndexState> vectors = new ArrayList<>(table.vectorIndexes());
        vectors.removeIf(each -> each.space() == index.space());
        Map<String, KeyType> attributes = new LinkedHashMap<>(table.definition().attributes());
        attributes.keySet().retainAll(keyAttributes(table, left, vectors));
        TableSettings settings = table.settings();
        return table.with()
                .settings(settings.withWatchers(settings.watchers().withoutIndex(index.name())))
                .definition(new TableDefinition(table.definition().key(), attributes, List.of()))
                .indexes(left)
                .vectorIndexes(vectors)
                .build();
    }

    private static List<String> keyAttributes(
            Table table, List<IndexState> indexes, List<VectorIndexState> vectors) {
        List<String> names = new ArrayList<>(table.definition().key().attributes());
        indexes.forEach(index -> names.addAll(index.definition().key().attributes()));
        vectors.forEach(index -> names.addAll(index.definition().searchable()));
        return names;
    }
}
