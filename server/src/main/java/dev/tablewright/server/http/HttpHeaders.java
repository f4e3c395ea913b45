package dev.tablewright.server.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Header fields in the order they came; names compare without regard to case. */
public final class HttpHeaders {
    /** No fields. */
    public static final HttpHeaders NONE = new HttpHeaders(List.of());

    private final List<Field> fields;

    private HttpHeaders(List<Field> fields) {
        this.fields = fields;
    }

    /** Copies {@code fields}. */
    public static HttpHeaders of(List<Field> fields) {
        return new HttpHeaders(List.copyOf(fields));
    }

    /** Returns all fields in the order they came. */
    public List<Field> fields() {
        return fields;
    }

    /** Returns the first value of a field, or null when it is absent. */
    public @Nullable String first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** Returns every value of a field, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** One field as it was sent; white space around the value is gone. */
    public record Field(String name, String value) {}
}
