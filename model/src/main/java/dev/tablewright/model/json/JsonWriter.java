package dev.tablewright.model.json;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ItemDecoder;
import dev.tablewright.model.ItemEncoder;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes JSON into a growing array: one pass, no tree, items straight from their stored bytes.
 *
 * <p>Commas are set by the writer; that names stand in objects only is up to the caller. Use a
 * writer once, or again after {@link #clear}.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int end;

    /** Creates an empty writer. */
    public JsonWriter() {
        this(512);
    }

    /** Creates an empty writer with room for {@code expectedBytes}. */
    public JsonWriter(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
    }

    /** Begins an object. */
    public JsonWriter beginObject() {
        return open('{');
    }

    /** Ends an object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Begins an array. */
    public JsonWriter beginArray() {
        return open('[');
    }

    /** Ends an array. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** Writes a member's name; its value follows. */
    public JsonWriter name(String name) {
        string(name);
        append(':');
        return this;
    }

    /** Writes a string. */
    public JsonWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        separate();
        quoted(utf8, 0, utf8.length);
        return this;
    }

    /** Writes a whole number. */
    public JsonWriter number(long number) {
        return raw(Long.toString(number));
    }

    /**
     * Writes a number as plain decimal, without exponent, and with a fraction only where it has
     * one.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public JsonWriter number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not a JSON number: " + number);
        }
        return raw(
                number == Math.rint(number) && Math.abs(number) < 1e15
                        ? (long) number + ".0"
                        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
    }

    /** Writes a timestamp as the protocol has it: seconds since 1970, with milliseconds if any. */
    public JsonWriter epochMillis(long millis) {
        return raw(BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString());
    }

    /** Writes a boolean. */
    public JsonWriter bool(boolean value) {
        return raw(value ? "true" : "false");
    }

    /** Writes a null. */
    public JsonWriter nul() {
        return raw("null");
    }

    /** Writes an item, or any map of attribute values, as {@code {"name":{"S":"text"},...}}. */
    public JsonWriter item(Item item) {
        separate();
        entries(new ItemDecoder(item.encoded()));
        return this;
    }

    /** Writes one attribute value as {@code {"S":"text"}}. */
    public JsonWriter attributeValue(AttributeValue value) {
        ItemEncoder encoder = new ItemEncoder();
        encoder.name("");
        encoder.value(value);
        ItemDecoder decoder = new ItemDecoder(encoder.build().encoded());
        decoder.nextEntry();
        separate();
        value(decoder);
        return this;
    }

    /** Writes a value that is JSON already. */
    public JsonWriter json(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        separate();
        copy(utf8, 0, utf8.length);
        return this;
    }

    /** Ends the line behind a value, for texts of one value on each line. */
    public void endLine() {
        append('\n');
    }

    /** Returns a copy of what has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, end);
    }

    /** Returns the array that holds what has been written, up to {@link #length}; no copy. */
    public byte[] array() {
        return bytes;
    }

    /** Returns the number of bytes written. */
    public int length() {
        return end;
    }

    /** Forgets what has been written and keeps the room. */
    public void clear() {
        end = 0;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    // ---- Stored bytes. ----

    private void entries(ItemDecoder entry) {
        append('{');
        while (entry.nextEntry()) {
            separate();
            quoted(entry.bytes(), entry.nameFrom(), entry.nameTo());
            append(':');
            value(entry);
        }
        append('}');
    }

    private void value(ItemDecoder value) {
        switch (value.type()) {
            case S -> {
                ascii("{\"S\":");
                quoted(value.bytes(), value.valueFrom(), value.valueTo());
            }
            case N -> {
                ascii("{\"N\":");
                plain(value);
            }
            case B -> {
                ascii("{\"B\":");
                base64(value);
            }
            case FALSE -> ascii("{\"BOOL\":false");
            case TRUE -> ascii("{\"BOOL\":true");
            case NULL -> ascii("{\"NULL\":true");
            case SS -> {
                ascii("{\"SS\":");
                members(value);
            }
            case NS -> {
                ascii("{\"NS\":");
                members(value);
            }
            case BS -> {
                ascii("{\"BS\":");
                members(value);
            }
            case L -> {
                ascii("{\"L\":");
                elements(value.contents());
            }
            case M -> {
                ascii("{\"M\":");
                entries(value.contents());
            }
        }
        append('}');
    }

    private void elements(ItemDecoder element) {
        append('[');
        while (element.nextElement()) {
            separate();
            value(element);
        }
        append(']');
    }

    private void members(ItemDecoder set) {
        append('[');
        for (ItemDecoder member = set.contents(); member.nextMember(); ) {
            separate();
            switch (set.type()) {
                case NS -> plain(member);
                case BS -> base64(member);
                case S, N, B, FALSE, TRUE, NULL, SS, L, M ->
                        quoted(member.bytes(), member.valueFrom(), member.valueTo());
            }
        }
        append(']');
    }

    /** Writes a number's text, which needs no escapes. */
    private void plain(ItemDecoder number) {
        int length = number.valueTo() - number.valueFrom();
        reserve(length + 2);
        bytes[end++] = '"';
        System.arraycopy(number.bytes(), number.valueFrom(), bytes, end, length);
        end += length;
        bytes[end++] = '"';
    }

    private void base64(ItemDecoder binary) {
        byte[] source = Arrays.copyOfRange(binary.bytes(), binary.valueFrom(), binary.valueTo());
        byte[] text = Base64.getEncoder().encode(source);
        reserve(text.length + 2);
        bytes[end++] = '"';
        System.arraycopy(text, 0, bytes, end, text.length);
        end += text.length;
        bytes[end++] = '"';
    }

    // ---- Bytes. ----

    private void quoted(byte[] utf8, int from, int to) {
        reserve(to - from + 2);
        bytes[end++] = '"';
        int copied = from;
        for (int stop = ByteRuns.endOfPlain(utf8, from, to);
                stop < to;
                stop = ByteRuns.endOfPlain(utf8, copied, to)) {
            copy(utf8, copied, stop);
            escape(utf8[stop]);
            copied = stop + 1;
        }
        copy(utf8, copied, to);
        append('"');
    }

    private void copy(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, end, to - from);
        end += to - from;
    }

    private void escape(byte b) {
        reserve(6);
        bytes[end++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[end++] = b;
            case '\b' -> bytes[end++] = 'b';
            case '\f' -> bytes[end++] = 'f';
            case '\n' -> bytes[end++] = 'n';
            case '\r' -> bytes[end++] = 'r';
            case '\t' -> bytes[end++] = 't';
            default -> {
                bytes[end++] = 'u';
                bytes[end++] = '0';
                bytes[end++] = '0';
                bytes[end++] = HEX[b >> 4];
                bytes[end++] = HEX[b & 0xF];
            }
        }
    }

    /** Writes a comma unless this is the first in its object, array or line, or follows a name. */
    private void separate() {
        if (end == 0) {
            return;
        }
        byte last = bytes[end - 1];
        if (last != '{' && last != '[' && last != ':' && last != '\n') {
            append(',');
        }
    }

    private JsonWriter open(char bracket) {
        separate();
        append(bracket);
        return this;
    }

    private JsonWriter close(char bracket) {
        append(bracket);
        return this;
    }

    private JsonWriter raw(String ascii) {
        separate();
        ascii(ascii);
        return this;
    }

    @SuppressWarnings("deprecation") // The one copy of ASCII text that makes no array.
    private void ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, end);
        end += text.length();
    }

    private void append(char ascii) {
        reserve(1);
        bytes[end++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
