package dev.tablewright.engine.catalog;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All tables at one moment. Immutable: readers hold one and need no lock. */
final class CatalogImage {
    static final CatalogImage EMPTY = new CatalogImage(Map.of(), Ended.NOTHING);

    private static final Comparator<TableRef> BY_NAME = Comparator.comparing(TableRef::name);

    private final Map<TableRef, Table> tables;
    private final Ended ended;
    private final boolean withResourcePolicies;
    private final List<Table> replicas;

    private CatalogImage(Map<TableRef, Table> tables, Ended ended) {
        this.tables = tables;
        this.ended = ended;
        this.replicas = replicas(tables);
        this.withResourcePolicies =
                tables.values().stream().anyMatch(CatalogImage::hasPolicy)
                        || ended.streams().stream()
                                .anyMatch(stream -> stream.policy().text() != null);
    }

    private static List<Table> replicas(Map<TableRef, Table> tables) {
        return tables.values().stream().filter(table -> table.replication() != null).toList();
    }

    private static boolean hasPolicy(Table table) {
        TableSettings settings = table.settings();
        return settings.resourcePolicy().text() != null
                || settings.stream().policy().text() != null;
    }

    static CatalogImage of(List<Table> tables, Ended ended) {
        Map<TableRef, Table> byRef = new HashMap<>();
        tables.forEach(table -> byRef.put(table.ref(), table));
        return new CatalogImage(Collections.unmodifiableMap(byRef), ended);
    }

    /**
     * Returns an image that differs in one table; null removes it.
     *
     * @param more what this leaves behind
     */
    CatalogImage with(TableRef ref, @Nullable Table table, Ended more) {
        Map<TableRef, Table> changed = new HashMap<>(tables);
        if (table == null) {
            changed.remove(ref);
        } else {
            changed.put(ref, table);
        }
        return new CatalogImage(Collections.unmodifiableMap(changed), ended.plus(more));
    }

    /** Returns an image with other things left behind. */
    CatalogImage with(Ended other) {
        return new CatalogImage(tables, other);
    }

    /** What tables and streams have left behind. */
    Ended ended() {
        return ended;
    }

    @Nullable Table find(TableRef ref) {
        return tables.get(ref);
    }

    /** Tables that have replicas in other regions. */
    List<Table> replicas() {
        return replicas;
    }

    /** Whether any table or stream has a resource policy. */
    boolean withResourcePolicies() {
        return withResourcePolicies;
    }

    Stream<Table> all() {
        return tables.values().stream();
    }

    Stream<Table> of(String account, String region) {
        return all().filter(
                        table ->
                                table.ref().account().equals(account)
                                        && table.ref().region().equals(region));
    }

    /** Names in byte order, which for the characters of a table name is the order of chars. */
    List<String> names(String account, String region) {
        return of(account, region).map(Table::ref).sorted(BY_NAME).map(TableRef::name).toList();
    }
}
