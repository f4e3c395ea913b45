package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/** YAML written as JSON. */
final class JsonText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonText() {}

    /** Whether {@code text} is a JSON object. */
    static boolean isMap(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    static String of(YamlNode node) {
        return JSON.writeValueAsString(plain(node));
    }

    private static @Nullable Object plain(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping(_, var entries) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach((name, entry) -> map.put(name, plain(entry.value())));
                yield map;
            }
            case YamlNode.Sequence(_, var elements) ->
                    elements.stream().<@Nullable Object>map(JsonText::plain).toList();
            case YamlNode.Text(_, var text) -> text;
            case YamlNode.Bool(_, _, var value) -> value;
            case YamlNode.Numeric number ->
                    number.isWhole() ? (Object) (long) number.value() : (Object) number.value();
            case YamlNode.Null _ -> null;
        };
    }
}
