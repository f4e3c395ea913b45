package dev.tablewright.model;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Key values as bytes whose unsigned order is the order of the values: strings by their UTF-8
 * bytes, numbers by value, binaries as unsigned bytes. Values of different types are not
 * comparable; a key attribute has one type.
 *
 * <p>Equal values have equal bytes ({@code 1} and {@code 1.0}), different values different ones.
 *
 * <p>Numbers are always self-delimiting. Strings and binaries are so in the composite form only:
 * there a zero byte becomes {@code 00 FF} and {@code 00 01} ends the value.
 *
 * <pre>
 * number    00 ~exponent ~pair... FF     negative: everything after the first byte is inverted
 *           01                           zero
 *           02 exponent pair... 00       positive
 * exponent  of the leading digit, plus 130: one byte, because numbers reach from 1E-130 to 9.9E125
 * pair      two significant digits, plus 1; an odd last digit is followed by 0
 * </pre>
 */
public final class KeyEncoding {
    private static final int NEGATIVE = 0;
    private static final int ZERO = 1;
    private static final int POSITIVE = 2;

    private static final int END = 0x01;
    private static final int ESCAPED_ZERO = 0xFF;

    private KeyEncoding() {}

    /**
     * Encodes one key value that stands alone or last.
     *
     * @param value S, N or B
     * @throws IllegalArgumentException if the value has another type, or is a number beyond
     *     DynamoDB's range
     */
    public static byte[] plain(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case AttributeValue.B(var binary) -> binary.toByteArray();
            default -> composite(List.of(value));
        };
    }

    /**
     * Encodes several key values one after the other: ordered by the first, then by the second, and
     * so on. The encoding of the first few values is a prefix of the encoding of all, and of no
     * other values.
     *
     * @param values S, N or B each
     * @throws IllegalArgumentException as for {@link #plain}
     */
    public static byte[] composite(List<? extends AttributeValue> values) {
        var out = new ByteArrayOutputStream(32);
        for (AttributeValue value : values) {
            appendDelimited(out, value);
        }
        return out.toByteArray();
    }

    /**
     * Encodes {@code values} and the beginning of one more: what all composite encodings start with
     * whose next value begins with {@code prefix}.
     *
     * @param prefix S or B
     */
    public static byte[] compositePrefix(
            List<? extends AttributeValue> values, AttributeValue prefix) {
        var out = new ByteArrayOutputStream(32);
        for (AttributeValue value : values) {
            appendDelimited(out, value);
        }
        switch (prefix) {
            case AttributeValue.S _, AttributeValue.B _ -> appendEscaped(out, plain(prefix));
            default -> throw notAKey(prefix);
        }
        return out.toByteArray();
    }

    /**
     * Returns the smallest byte string that is greater than every byte string beginning with {@code
     * prefix}, or null when there is none because {@code prefix} is empty or all {@code FF}.
     */
    public static byte @Nullable [] endOfPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        end[length - 1]++;
        return end;
    }

    private static void appendDelimited(ByteArrayOutputStream out, AttributeValue value) {
        switch (value) {
            case AttributeValue.S _, AttributeValue.B _ -> {
                appendEscaped(out, plain(value));
                out.write(0);
                out.write(END);
            }
            case AttributeValue.N number -> appendNumber(out, number);
            default -> throw notAKey(value);
        }
    }

    private static void appendEscaped(ByteArrayOutputStream out, byte[] bytes) {
        for (byte b : bytes) {
            out.write(b);
            if (b == 0) {
                out.write(ESCAPED_ZERO);
            }
        }
    }

    private static void appendNumber(ByteArrayOutputStream out, AttributeValue.N number) {
        int sign = number.value().signum();
        if (sign == 0) {
            out.write(ZERO);
            return;
        }
        String digits = number.value().unscaledValue().abs().toString();
        int exponent = digits.length() - number.value().scale() - 1;
        if (exponent < DynamoNumber.MIN_EXPONENT || exponent > DynamoNumber.MAX_EXPONENT) {
            throw new IllegalArgumentException("number out of range: " + number.value());
        }
        out.write(sign < 0 ? NEGATIVE : POSITIVE);
        // Of two negative numbers the one with the greater magnitude is less.
        int mask = sign < 0 ? 0xFF : 0;
        out.write((exponent - DynamoNumber.MIN_EXPONENT) ^ mask);
        for (int i = 0; i < digits.length(); i += 2) {
            int tens = digits.charAt(i) - '0';
            int ones = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
            out.write((tens * 10 + ones + 1) ^ mask);
        }
        out.write(mask);
    }

    private static IllegalArgumentException notAKey(AttributeValue value) {
        return new IllegalArgumentException("not a key value: " + value.type());
    }
}
