package dev.tablewright.server.protocol;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes the members of one JSON structure of a response, in the order of the calls. Absent members
 * are those that are not written: there are no nulls in a response.
 */
public final class ResponseWriter {
    private final JsonWriter json = new JsonWriter();
    private boolean bodiless;

    /** Starts an empty structure. */
    ResponseWriter() {
        var _ = json.beginObject();
    }

    /** Returns the structure that {@code content} writes, as the text of a document. */
    public static String document(Consumer<ResponseWriter> content) {
        var document = new ResponseWriter();
        content.accept(document);
        return new String(document.finish(), StandardCharsets.UTF_8);
    }

    /** Writes a map of strings. */
    public void texts(String member, Map<String, String> values) {
        object(member, out -> new TreeMap<>(values).forEach(out::string));
    }

    /** Writes a string. */
    public void string(String member, String value) {
        var _ = json.name(member).string(value);
    }

    /** Writes a whole number. */
    public void number(String member, long value) {
        var _ = json.name(member).number(value);
    }

    /** Writes a number that may have a fraction, such as capacity units: {@code 0.5}. */
    public void decimal(String member, double value) {
        var _ = json.name(member).number(value);
    }

    /** Writes a point in time, in seconds and milliseconds since 1970, as the protocol does. */
    public void time(String member, Instant value) {
        var _ = json.name(member).epochMillis(value.toEpochMilli());
    }

    /** Writes a boolean. */
    public void bool(String member, boolean value) {
        var _ = json.name(member).bool(value);
    }

    /** Writes a value that is JSON already. */
    public void json(String member, String value) {
        var _ = json.name(member).json(value);
    }

    /** Writes an item, a key, or any map of attribute values. */
    public void item(String member, Item value) {
        var _ = json.name(member).item(value);
    }

    /** Writes an attribute value. */
    public void value(String member, AttributeValue value) {
        var _ = json.name(member).attributeValue(value);
    }

    /** Writes a list of items. */
    public void items(String member, Iterable<Item> items) {
        var _ = json.name(member).beginArray();
        for (Item item : items) {
            var _ = json.item(item);
        }
        var _ = json.endArray();
    }

    /** Writes a structure or map, whose members {@code content} writes. */
    public void object(String member, Consumer<ResponseWriter> content) {
        var _ = json.name(member);
        braces(content);
    }

    /** Writes a list of strings. */
    public void strings(String member, Iterable<String> values) {
        var _ = json.name(member).beginArray();
        for (String value : values) {
            var _ = json.string(value);
        }
        var _ = json.endArray();
    }

    /** Writes a list of numbers that may have fractions. */
    public void decimals(String member, double... values) {
        var _ = json.name(member).beginArray();
        for (double value : values) {
            var _ = json.number(value);
        }
        var _ = json.endArray();
    }

    /** Writes a list of structures, one for each element. */
    public <T extends @Nullable Object> void objects(
            String member, Iterable<T> elements, BiConsumer<ResponseWriter, T> content) {
        var _ = json.name(member).beginArray();
        for (T element : elements) {
            braces(out -> content.accept(out, element));
        }
        var _ = json.endArray();
    }

    /**
     * Answers without any body, as operations do that have no output; an operation whose output
     * happens to be empty answers {@code {}}.
     */
    public void nothing() {
        bodiless = true;
    }

    /** Ends the structure and returns it. */
    byte[] finish() {
        return bodiless ? new byte[0] : json.endObject().toByteArray();
    }

    private void braces(Consumer<ResponseWriter> content) {
        var _ = json.beginObject();
        content.accept(this);
        var _ = json.endObject();
    }
}
