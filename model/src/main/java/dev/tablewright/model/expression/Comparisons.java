package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * How DynamoDB compares values: only values of the same type are ever equal or ordered, and a
 * missing value (null) is equal to nothing and has no order.
 */
final class Comparisons {
    private Comparisons() {}

    static boolean equal(@Nullable AttributeValue left, @Nullable AttributeValue right) {
        return left != null && left.equals(right);
    }

    /** Orders strings by UTF-8 bytes, numbers by value, binaries by unsigned bytes; else empty. */
    static OptionalInt order(@Nullable AttributeValue left, @Nullable AttributeValue right) {
        if (left instanceof AttributeValue.S(var a) && right instanceof AttributeValue.S(var b)) {
            return OptionalInt.of(orderUtf8(a, b));
        }
        if (left instanceof AttributeValue.N(var a) && right instanceof AttributeValue.N(var b)) {
            return OptionalInt.of(a.compareTo(b));
        }
        if (left instanceof AttributeValue.B(var a) && right instanceof AttributeValue.B(var b)) {
            return OptionalInt.of(a.compareTo(b));
        }
        return OptionalInt.empty();
    }

    /** UTF-8 orders by code point; UTF-16 does not, above U+FFFF. */
    private static int orderUtf8(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates
                        ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Substring, element of a set or list, or sub-sequence of bytes. */
    static boolean contains(@Nullable AttributeValue whole, @Nullable AttributeValue part) {
        if (whole == null || part == null) {
            return false;
        }
        return switch (whole) {
            case AttributeValue.S(var text) ->
                    part instanceof AttributeValue.S(var wanted) && text.contains(wanted);
            case AttributeValue.B(var bytes) ->
                    part instanceof AttributeValue.B(var wanted) && contains(bytes, wanted);
            case AttributeValue.Ss(var values) ->
                    part instanceof AttributeValue.S(var wanted) && values.contains(wanted);
            case AttributeValue.Ns(var values) ->
                    part instanceof AttributeValue.N wanted && values.contains(wanted);
            case AttributeValue.Bs(var values) ->
                    part instanceof AttributeValue.B(var wanted) && values.contains(wanted);
            case AttributeValue.L(var elements) -> elements.contains(part);
            case AttributeValue.N _,
                    AttributeValue.M _,
                    AttributeValue.Bool _,
                    AttributeValue.Null _ ->
                    false;
        };
    }

    private static boolean contains(Binary whole, Binary part) {
        byte[] bytes = whole.toByteArray();
        byte[] wanted = part.toByteArray();
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    static boolean beginsWith(@Nullable AttributeValue whole, @Nullable AttributeValue prefix) {
        if (whole instanceof AttributeValue.S(var text)) {
            return prefix instanceof AttributeValue.S(var wanted) && text.startsWith(wanted);
        }
        if (whole instanceof AttributeValue.B(var bytes)
                && prefix instanceof AttributeValue.B(var wanted)) {
            int length = wanted.length();
            return length <= bytes.length()
                    && Arrays.equals(
                            bytes.toByteArray(), 0, length, wanted.toByteArray(), 0, length);
        }
        return false;
    }

    /**
     * What {@code size} gives: UTF-16 units of a string (as DynamoDB Local counts; AWS's documents
     * say "length"), bytes of a binary, elements of a set, list or map; empty for other types.
     */
    static OptionalInt size(@Nullable AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) -> OptionalInt.of(text.length());
            case AttributeValue.B(var bytes) -> OptionalInt.of(bytes.length());
            case AttributeValue.Ss(var values) -> OptionalInt.of(values.size());
            case AttributeValue.Ns(var values) -> OptionalInt.of(values.size());
            case AttributeValue.Bs(var values) -> OptionalInt.of(values.size());
            case AttributeValue.L(var elements) -> OptionalInt.of(elements.size());
            case AttributeValue.M(var entries) -> OptionalInt.of(entries.size());
            case AttributeValue.N _, AttributeValue.Bool _, AttributeValue.Null _ ->
                    OptionalInt.empty();
            case null -> OptionalInt.empty();
        };
    }
}
