package dev.tablewright.model;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item: attributes by name, in the order given. Immutable.
 *
 * <p>Equality ignores the order of attributes.
 */
public final class Item {
    /** The item without attributes. */
    public static final Item EMPTY = new Item(Map.of());

    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    /** Copies {@code attributes}. */
    public static Item of(Map<String, AttributeValue> attributes) {
        return new Item(Collections.unmodifiableMap(new LinkedHashMap<>(attributes)));
    }

    /** Returns the value of a top-level attribute, or null when the item has none of that name. */
    public @Nullable AttributeValue get(String name) {
        return attributes.get(name);
    }

    /** Whether the item has a top-level attribute of that name. */
    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** Returns the names of the top-level attributes. */
    public Set<String> names() {
        return attributes.keySet();
    }

    /** Returns all attributes, decoded. Prefer {@link #get} where a few are enough. */
    public Map<String, AttributeValue> attributes() {
        return attributes;
    }

    /** Returns the size in bytes as DynamoDB counts it: names in UTF-8 plus values. */
    public int sizeBytes() {
        int size = 0;
        for (var entry : attributes.entrySet()) {
            size += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
            size += entry.getValue().sizeBytes();
        }
        return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Item that && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    @Override
    public String toString() {
        return attributes.toString();
    }
}
