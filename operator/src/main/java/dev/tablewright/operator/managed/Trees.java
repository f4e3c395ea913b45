package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees of maps, lists and plain values, as Kubernetes' free-form fields are. */
public final class Trees {
    private Trees() {}

    /** Copies a map with all that is in it; the copy can be changed. */
    public static Map<String, Object> copy(Map<String, Object> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, copyOf(value)));
        return copy;
    }

    private static Object copyOf(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy(map(map));
            case List<?> list -> {
                List<Object> copied = new ArrayList<>();
                list.forEach(one -> copied.add(copyOf(one)));
                yield copied;
            }
            case null, default -> value;
        };
    }

    /** Returns a value as a map of names; an empty one if it is something else. */
    @SuppressWarnings("unchecked") // JSON has no other keys than texts.
    public static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }

    /** Returns a value as a list of maps; what is no map is left out. */
    public static List<Map<String, Object>> maps(@Nullable Object value) {
        List<Map<String, Object>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?>) {
                    maps.add(map(one));
                }
            }
        }
        return maps;
    }

    /** Returns a value as a list of texts; empty if it is no list. */
    public static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(one -> texts.add(String.valueOf(one)));
        }
        return texts;
    }

    /** Returns a value as a map of texts; empty if it is no map. */
    public static Map<String, String> textMap(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(value).forEach((key, one) -> texts.put(key, String.valueOf(one)));
        return texts;
    }

    /** Returns a value as text; null if it is absent or empty. */
    public static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }
}
