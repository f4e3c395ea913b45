package dev.tablewright.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * An item: attributes by name, in the order given. Immutable.
 *
 * <p>Held as the compact bytes that are also stored ({@link ItemEncoder} has the layout); values
 * are decoded when asked for, and other attributes are skipped without decoding.
 *
 * <p>Equality ignores the order of attributes and of set members, and compares numbers by value.
 */
public final class Item {
    /** The item without attributes. */
    public static final Item EMPTY = new ItemEncoder(16).build();

    private final byte[] encoded;

    /** All attributes, once somebody asked for all; safe to race, the wrapper's field is final. */
    private @Nullable Map<String, AttributeValue> decoded;

    private Item(byte[] encoded, @Nullable Map<String, AttributeValue> decoded) {
        this.encoded = encoded;
        this.decoded = decoded;
    }

    /** Copies {@code attributes}. */
    public static Item of(Map<String, AttributeValue> attributes) {
        ItemEncoder encoder = new ItemEncoder();
        attributes.forEach(
                (name, value) -> {
                    encoder.name(name);
                    encoder.value(value);
                });
        return new Item(
                encoder.build().encoded,
                Collections.unmodifiableMap(new LinkedHashMap<>(attributes)));
    }

    /**
     * Takes the stored form of an item without copying; the caller must never write to the array
     * again.
     *
     * @param encoded what {@link #encoded} returned; other bytes make an item that fails when it is
     *     read
     * @throws IllegalArgumentException if the bytes are of a version that this program cannot read
     */
    public static Item wrap(byte[] encoded) {
        if (encoded.length < ItemEncoder.HEADER || encoded[0] != ItemEncoder.VERSION) {
            throw new IllegalArgumentException("not an item, or of a later version");
        }
        return new Item(encoded, null);
    }

    /** Returns the stored form without copying; the caller must never write to the array. */
    public byte[] encoded() {
        return encoded;
    }

    /** Returns the value of a top-level attribute, or null when the item has none of that name. */
    public @Nullable AttributeValue get(String name) {
        ItemDecoder found = find(name);
        return found == null ? null : found.value();
    }

    /** Whether the item has a top-level attribute of that name. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Whether the item has no attributes. */
    public boolean isEmpty() {
        return encoded.length == ItemEncoder.HEADER;
    }

    /** Returns the names of the top-level attributes, in order; the set is unmodifiable. */
    public Set<String> names() {
        Map<String, AttributeValue> all = decoded;
        if (all != null) {
            return all.keySet();
        }
        Set<String> names = new LinkedHashSet<>();
        for (ItemDecoder decoder = new ItemDecoder(encoded); decoder.nextEntry(); ) {
            names.add(decoder.name());
        }
        return Collections.unmodifiableSet(names);
    }

    /** Returns all attributes, decoded. Prefer {@link #get} where a few are enough. */
    public Map<String, AttributeValue> attributes() {
        Map<String, AttributeValue> all = decoded;
        if (all == null) {
            all = Collections.unmodifiableMap(new ItemDecoder(encoded).entries());
            decoded = all;
        }
        return all;
    }

    /** Returns the size in bytes as DynamoDB counts it: names in UTF-8 plus values. */
    public int sizeBytes() {
        return ItemDecoder.readInt(encoded, 1);
    }

    /**
     * Returns the item that has only those of this item's attributes that are named, in this item's
     * order. Nothing is decoded.
     */
    public Item only(Collection<String> names) {
        ItemEncoder encoder = new ItemEncoder(64);
        boolean all = true;
        for (ItemDecoder decoder = new ItemDecoder(encoded); decoder.nextEntry(); ) {
            if (names.contains(decoder.name())) {
                encoder.copyEntry(decoder);
            } else {
                all = false;
            }
        }
        return all ? this : encoder.build();
    }

    /**
     * Returns this item with attributes set and removed. Those that stay are copied without
     * decoding, and keep their place; new ones come last.
     *
     * @param set new values by name
     * @param removed names that the result does not have, even if they are in {@code set}
     */
    public Item changed(Map<String, AttributeValue> set, Collection<String> removed) {
        ItemEncoder encoder = new ItemEncoder(encoded.length + 64);
        Map<String, AttributeValue> added = new LinkedHashMap<>(set);
        added.keySet().removeAll(removed);
        for (ItemDecoder decoder = new ItemDecoder(encoded); decoder.nextEntry(); ) {
            String name = decoder.name();
            AttributeValue replacement = added.remove(name);
            if (replacement != null) {
                encoder.name(name);
                encoder.value(replacement);
            } else if (!removed.contains(name)) {
                encoder.copyEntry(decoder);
            }
        }
        added.forEach(
                (name, value) -> {
                    encoder.name(name);
                    encoder.value(value);
                });
        return encoder.build();
    }

    private @Nullable ItemDecoder find(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        for (ItemDecoder decoder = new ItemDecoder(encoded); decoder.nextEntry(); ) {
            if (decoder.nameIs(utf8)) {
                return decoder;
            }
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Item that
                && (Arrays.equals(encoded, that.encoded)
                        || (sizeBytes() == that.sizeBytes()
                                && attributes().equals(that.attributes())));
    }

    @Override
    public int hashCode() {
        return attributes().hashCode();
    }

    @Override
    public String toString() {
        return attributes().toString();
    }
}
