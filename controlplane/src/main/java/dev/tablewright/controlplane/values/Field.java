package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

/**
 * One field of the values contract.
 *
 * @param required whether a file without it is wrong
 * @param fallback what holds when it is absent; null when nothing does
 * @param doc what it means, in a sentence or two, for schema and documents
 */
public record Field<T>(
        String name, ValueType<T> type, boolean required, @Nullable T fallback, String doc) {
    /** A field that must be there. */
    public static <T> Field<T> required(String name, ValueType<T> type, String doc) {
        return new Field<>(name, type, true, null, doc);
    }

    /** A field that may be absent. */
    public static <T> Field<T> optional(String name, ValueType<T> type, String doc) {
        return new Field<>(name, type, false, null, doc);
    }

    /** A field that has a default. */
    public static <T> Field<T> optional(String name, ValueType<T> type, T fallback, String doc) {
        return new Field<>(name, type, false, fallback, doc);
    }
}
