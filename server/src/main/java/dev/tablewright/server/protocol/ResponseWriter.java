package dev.tablewright.server.protocol;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes the members of one JSON structure of a response, in the order of the calls. Absent members
 * are those that are not written: there are no nulls in a response.
 */
public final class ResponseWriter {
    private final StringBuilder json = new StringBuilder();
    private boolean first = true;

    /** Starts an empty structure. */
    ResponseWriter() {
        json.append('{');
    }

    /** Writes a string. */
    public void string(String member, String value) {
        name(member);
        text(value);
    }

    /** Writes a whole number. */
    public void number(String member, long value) {
        name(member);
        json.append(value);
    }

    /**
     * Writes a number that may have a fraction, such as capacity units: {@code 0.5}, {@code 1.0}.
     */
    public void decimal(String member, double value) {
        name(member);
        json.append(value);
    }

    /** Writes a point in time, in seconds and milliseconds since 1970, as the protocol does. */
    public void time(String member, java.time.Instant value) {
        name(member);
        json.append(
                java.math.BigDecimal.valueOf(value.toEpochMilli(), 3)
                        .stripTrailingZeros()
                        .toPlainString());
    }

    /** Writes a boolean. */
    public void bool(String member, boolean value) {
        name(member);
        json.append(value);
    }

    /** Writes a structure or map, whose members {@code content} writes. */
    public void object(String member, Consumer<ResponseWriter> content) {
        name(member);
        braces(content);
    }

    /** Writes a list of strings. */
    public void strings(String member, Iterable<String> values) {
        name(member);
        json.append('[');
        String separator = "";
        for (String value : values) {
            json.append(separator);
            text(value);
            separator = ",";
        }
        json.append(']');
    }

    /** Writes a list of structures, one for each element. */
    public <T> void objects(
            String member, Iterable<T> elements, BiConsumer<ResponseWriter, T> content) {
        name(member);
        json.append('[');
        String separator = "";
        for (T element : elements) {
            json.append(separator);
            braces(out -> content.accept(out, element));
            separator = ",";
        }
        json.append(']');
    }

    /** Ends the structure and returns it. */
    byte[] finish() {
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void braces(Consumer<ResponseWriter> content) {
        json.append('{');
        first = true;
        content.accept(this);
        json.append('}');
        first = false;
    }

    private void name(String member) {
        if (!first) {
            json.append(',');
        }
        first = false;
        text(member);
        json.append(':');
    }

    private void text(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
