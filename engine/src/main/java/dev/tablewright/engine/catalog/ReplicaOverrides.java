package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a replica has otherwise than the rest of its global table; null where it has the same.
 *
 * @param read provisioned read capacity units
 * @param maxRead most read request units of a replica on demand
 * @param kmsKey as the request names it
 * @param indexes by name of a global index
 */
public record ReplicaOverrides(
        @Nullable Long read,
        @Nullable Long maxRead,
        @Nullable TableClass tableClass,
        @Nullable String kmsKey,
        Map<String, Index> indexes) {
    /** Nothing differs. */
    public static final ReplicaOverrides NONE =
            new ReplicaOverrides(null, null, null, null, Map.of());

    /** What a global index of a replica has otherwise. */
    public record Index(@Nullable Long read, @Nullable Long maxRead) {
        static final Index NONE = new Index(null, null);
    }

    /** Copies the map; keeps its order. */
    public ReplicaOverrides {
        indexes = Collections.unmodifiableMap(new LinkedHashMap<>(indexes));
    }

    Index index(String name) {
        return Objects.requireNonNullElse(indexes.get(name), Index.NONE);
    }

    /** These, and where they are silent {@code present}. */
    ReplicaOverrides over(ReplicaOverrides present) {
        Map<String, Index> all = new LinkedHashMap<>(present.indexes);
        indexes.forEach(
                (name, index) ->
                        all.merge(
                                name,
                                index,
                                (old, now) ->
                                        new Index(
                                                first(now.read, old.read),
                                                first(now.maxRead, old.maxRead))));
        return new ReplicaOverrides(
                first(read, present.read),
                first(maxRead, present.maxRead),
                first(tableClass, present.tableClass),
                first(kmsKey, present.kmsKey),
                all);
    }

    /** What is left of these when the table is billed by request. */
    ReplicaOverrides onDemand() {
        Map<String, Index> left = new LinkedHashMap<>();
        indexes.forEach((name, index) -> left.put(name, new Index(null, index.maxRead)));
        return new ReplicaOverrides(null, maxRead, tableClass, kmsKey, left);
    }

    /** What is left of these when the table has provisioned capacity. */
    ReplicaOverrides provisioned() {
        Map<String, Index> left = new LinkedHashMap<>();
        indexes.forEach((name, index) -> left.put(name, new Index(index.read, null)));
        return new ReplicaOverrides(read, null, tableClass, kmsKey, left);
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one == null ? other : one;
    }
}
