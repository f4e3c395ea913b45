package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.engine.partiql.Expression.Step;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an item SELECT shows. A path into a document becomes a top-level attribute that has the
 * name of its end: {@code a.b} shows as {@code b}, {@code a.l[1]} as {@code l[1]}.
 */
final class Columns {
    private final Map<String, Path> byName = new LinkedHashMap<>();

    /**
     * Takes the paths in their order; none means everything.
     *
     * @throws ValidationException if two of them would have one name
     */
    Columns(List<Path> paths) {
        for (Path path : paths) {
            String name = nameOf(path);
            if (byName.put(name, path) != null) {
                throw new ValidationException("Duplicate identifiers in select clause: " + name);
            }
        }
    }

    private static String nameOf(Path path) {
        var name = new StringBuilder();
        for (Step step : path.steps()) {
            if (step instanceof Step.Field) {
                name.setLength(0);
            }
            name.append(step);
        }
        return name.toString();
    }

    boolean areAll() {
        return byName.isEmpty();
    }

    /** Returns the top-level attributes that are looked at. */
    Set<String> attributes() {
        Set<String> attributes = new LinkedHashSet<>();
        byName.values().forEach(path -> attributes.add(path.attribute()));
        return attributes;
    }

    /** Returns what is shown of {@code item}. */
    Item of(Item item) {
        if (areAll()) {
            return item;
        }
        Map<String, AttributeValue> shown = new LinkedHashMap<>();
        byName.forEach(
                (name, path) -> {
                    AttributeValue value = valueAt(path, item);
                    if (value != null) {
                        shown.put(name, value);
                    }
                });
        return Item.of(shown);
    }

    private static @Nullable AttributeValue valueAt(Path path, Item item) {
        AttributeValue value = item.get(path.attribute());
        for (Step step : path.steps().subList(1, path.steps().size())) {
            value =
                    switch (step) {
                        case Step.Field(var name) ->
                                value instanceof AttributeValue.M(var entries)
                                        ? entries.get(name)
                                        : null;
                        case Step.Element(var index) ->
                                value instanceof AttributeValue.L(var elements)
                                                && index < elements.size()
                                        ? elements.get(index)
                                        : null;
                    };
        }
        return value;
    }
}
