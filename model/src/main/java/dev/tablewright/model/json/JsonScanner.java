package dev.tablewright.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as RFC 8259 has it, in UTF-8, byte by byte. {@link #checkValue} judges foreign bytes; the
 * other methods walk bytes that have been judged, and need not check again.
 */
final class JsonScanner {
    private final byte[] json;
    private final int limit;
    private int at;

    JsonScanner(byte[] json, int from, int limit) {
        this.json = json;
        this.at = from;
        this.limit = limit;
    }

    int position() {
        return at;
    }

    /** Returns the byte at the position without moving, or -1 at the end. */
    int peek() {
        return at < limit ? json[at] : -1;
    }

    void skipSpace() {
        while (at < limit && isSpace(json[at])) {
            at++;
        }
    }

    /** Moves over spaces and {@code expected} when that comes next. */
    boolean take(char expected) {
        skipSpace();
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    // ---- Foreign bytes. No recursion: the depth of a body must not reach our stack. ----

    /** Checks that {@code expected} comes next, maybe after spaces, and moves behind it. */
    void expect(char expected) {
        if (!take(expected)) {
            throw unexpected(at);
        }
    }

    /** Checks one string and moves behind it. */
    void checkName() {
        if (peek() != '"') {
            throw unexpected(at);
        }
        checkString();
    }

    /**
     * Checks one value and moves behind it.
     *
     * @throws JsonSyntaxException if it is none, or nests deeper than {@code maxDepth}
     */
    void checkValue(int maxDepth) {
        long[] objects = new long[maxDepth / 64 + 1];
        int depth = 0;
        while (true) {
            skipSpace();
            int first = peek();
            boolean opens = first == '{' || first == '[';
            if (opens) {
                depth++;
                if (depth > maxDepth) {
                    throw new JsonSyntaxException("nested deeper than " + maxDepth);
                }
                setBit(objects, depth, first == '{');
                at++;
                skipSpace();
                if (peek() == (first == '{' ? '}' : ']')) {
                    at++;
                    depth--;
                } else {
                    if (first == '{') {
                        checkNameAndColon();
                    }
                    continue;
                }
            } else {
                checkScalar(first);
            }
            depth = checkAfterValue(objects, depth);
            if (depth == 0) {
                return;
            }
        }
    }

    /** Moves over closing brackets up to the next value; returns the depth there, 0 at the end. */
    private int checkAfterValue(long[] objects, int depthOfValue) {
        int depth = depthOfValue;
        while (depth > 0) {
            boolean inObject = bit(objects, depth);
            skipSpace();
            int next = peek();
            at++;
            if (next == ',') {
                if (inObject) {
                    skipSpace();
                    checkNameAndColon();
                }
                return depth;
            }
            if (next != (inObject ? '}' : ']')) {
                throw unexpected(at - 1);
            }
            depth--;
        }
        return 0;
    }

    private void checkNameAndColon() {
        checkName();
        expect(':');
    }

    private void checkScalar(int first) {
        switch (first) {
            case '"' -> checkString();
            case 't' -> checkLiteral("true");
            case 'f' -> checkLiteral("false");
            case 'n' -> checkLiteral("null");
            default -> checkNumber();
        }
    }

    private void checkLiteral(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (peek() != literal.charAt(i)) {
                throw unexpected(at);
            }
            at++;
        }
    }

    private void checkNumber() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            checkDigits();
        }
        if (peek() == '.') {
            at++;
            checkDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            checkDigits();
        }
    }

    private void checkDigits() {
        int start = at;
        while (isDigit(peek())) {
            at++;
        }
        if (at == start) {
            throw unexpected(at);
        }
    }

    private void checkString() {
        at++;
        while (at < limit) {
            byte b = json[at];
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                checkEscape();
            } else if (b >= 0x20) {
                at = ByteRuns.endOfAscii(json, at + 1, limit);
            } else if (b < 0) {
                checkMultiByte();
            } else {
                throw new JsonSyntaxException("control character in a string at " + at);
            }
        }
        throw unexpected(at);
    }

    private void checkEscape() {
        at++;
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int end = at + 4; at < end; at++) {
                    if (hexDigit(peek()) < 0) {
                        throw unexpected(at);
                    }
                }
            }
            default -> throw unexpected(at);
        }
    }

    /** Checks one character of two to four bytes: shortest form, no surrogates, up to U+10FFFF. */
    private void checkMultiByte() {
        int first = json[at] & 0xFF;
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || limit - at <= more) {
            throw notUtf8();
        }
        int code = first & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            int next = json[at + i];
            if ((next & 0xC0) != 0x80) {
                throw notUtf8();
            }
            code = (code << 6) | (next & 0x3F);
        }
        boolean tooLong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
        boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (tooLong || surrogate || code > 0x10FFFF) {
            throw notUtf8();
        }
        at += more + 1;
    }

    private JsonSyntaxException notUtf8() {
        return new JsonSyntaxException("not UTF-8 at " + at);
    }

    private JsonSyntaxException unexpected(int where) {
        return new JsonSyntaxException(
                where >= limit ? "unexpected end" : "unexpected character at " + where);
    }

    // ---- Checked bytes. ----

    /** Moves behind the string at the position; returns whether it has escapes. */
    boolean skipString() {
        boolean escapes = false;
        at++;
        at = ByteRuns.endOfPlain(json, at, limit);
        while (json[at] != '"') {
            escapes = true;
            at = ByteRuns.endOfPlain(json, at + 2, limit);
        }
        at++;
        return escapes;
    }

    /** Moves behind the value at the position. */
    void skipValue() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> skipString();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> skipScalarOrSeparators(depth);
            }
        } while (depth > 0);
    }

    private void skipScalarOrSeparators(int depth) {
        while (at < limit) {
            byte b = json[at];
            boolean structural = b == '"' || b == '{' || b == '[' || b == '}' || b == ']';
            if (structural || (depth == 0 && (b == ',' || isSpace(b)))) {
                return;
            }
            at++;
        }
    }

    /**
     * Decodes the text of a string, without its quotes.
     *
     * @return UTF-8; half of a surrogate pair alone becomes {@code ?}, as in Java's encoder
     */
    static byte[] unescape(byte[] json, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            byte b = json[i];
            if (b != '\\') {
                out[length++] = b;
                i++;
                continue;
            }
            byte escape = json[i + 1];
            if (escape != 'u') {
                out[length++] = simpleEscape(escape);
                i += 2;
                continue;
            }
            int unit = unit(json, i + 2);
            i += 6;
            if (Character.isHighSurrogate((char) unit)
                    && i + 6 <= to
                    && json[i] == '\\'
                    && json[i + 1] == 'u'
                    && Character.isLowSurrogate((char) unit(json, i + 2))) {
                unit = Character.toCodePoint((char) unit, (char) unit(json, i + 2));
                i += 6;
            }
            length = appendUtf8(out, length, unit);
        }
        return Arrays.copyOf(out, length);
    }

    private static byte simpleEscape(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /** An escape takes at least twice the bytes of what it stands for, so that the array holds. */
    private static int appendUtf8(byte[] out, int length, int codePoint) {
        int end = length;
        if (codePoint < 0x80) {
            out[end++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[end++] = (byte) (0xC0 | (codePoint >> 6));
            out[end++] = (byte) (0x80 | (codePoint & 0x3F));
        } else if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            out[end++] = '?';
        } else if (codePoint < 0x10000) {
            out[end++] = (byte) (0xE0 | (codePoint >> 12));
            out[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            out[end++] = (byte) (0x80 | (codePoint & 0x3F));
        } else {
            out[end++] = (byte) (0xF0 | (codePoint >> 18));
            out[end++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            out[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            out[end++] = (byte) (0x80 | (codePoint & 0x3F));
        }
        return end;
    }

    private static int unit(byte[] json, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = (unit << 4) | hexDigit(json[i]);
        }
        return unit;
    }

    /** Decodes the text of a string, without its quotes. */
    static String text(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return new String(unescape(json, from, to), StandardCharsets.UTF_8);
            }
        }
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private static int hexDigit(int b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    private static void setBit(long[] bits, int index, boolean value) {
        long mask = 1L << index;
        bits[index / 64] = value ? bits[index / 64] | mask : bits[index / 64] & ~mask;
    }

    private static boolean bit(long[] bits, int index) {
        return (bits[index / 64] & (1L << index)) != 0;
    }
}
