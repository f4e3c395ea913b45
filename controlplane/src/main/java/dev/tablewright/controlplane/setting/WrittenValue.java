package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A setting's value as a values file would have it. */
final class WrittenValue {
    private WrittenValue() {}

    /** Returns a text, a Boolean, a number, or a list or a map of these. */
    static Object of(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Number number -> number;
            case Enum<?> word -> word.name();
            case Collection<?> all -> list(all);
            case Map<?, ?> map -> map(map);
            case Record fields -> block(fields);
            default ->
                    throw new IllegalArgumentException(
                            value.getClass() + " needs a written() of its setting's own");
        };
    }

    private static List<Object> list(Collection<?> all) {
        List<Object> list = new ArrayList<>();
        all.forEach(one -> list.add(of(one)));
        return list;
    }

    private static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> written = new LinkedHashMap<>();
        map.forEach((key, value) -> written.put(String.valueOf(key), of(value)));
        return written;
    }

    private static Map<String, Object> block(Record fields) {
        Map<String, Object> block = new LinkedHashMap<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            Object value = component(fields, component);
            if (value != null) {
                block.put(component.getName(), of(value));
            }
        }
        return block;
    }

    private static @Nullable Object component(Record fields, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(fields);
            return value instanceof Optional<?> optional ? optional.orElse(null) : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of settings are public", e);
        }
    }
}
