package dev.tablewright.model;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** What names of attributes have to be, wherever a request has one. Texts are DynamoDB's. */
public final class AttributeNames {
    /** Most bytes of a name in UTF-8. */
    public static final int MAX_BYTES = 65_535;

    /** A char comes to three bytes at most. */
    private static final int CERTAINLY_SHORT = MAX_BYTES / 3;

    private AttributeNames() {}

    /** Returns what is wrong with a name of {@code bytes} bytes in UTF-8, or null. */
    public static @Nullable String fault(int bytes) {
        if (bytes == 0) {
            return "Empty attribute name";
        }
        return bytes > MAX_BYTES
                ? "Attribute name is too large, must be less than 65536 bytes"
                : null;
    }

    /** Returns what is wrong with {@code name}, or null. */
    public static @Nullable String fault(String name) {
        return fault(
                name.length() <= CERTAINLY_SHORT
                        ? name.length()
                        : name.getBytes(StandardCharsets.UTF_8).length);
    }

    /**
     * Returns {@code name}.
     *
     * @throws ValidationException if no attribute can have it
     */
    public static String require(String name) {
        String fault = fault(name);
        if (fault != null) {
            throw new ValidationException(fault);
        }
        return name;
    }
}
