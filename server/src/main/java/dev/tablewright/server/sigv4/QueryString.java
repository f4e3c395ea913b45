package dev.tablewright.server.sigv4;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The query of a request target, and its canonical form: every name and value decoded and encoded
 * again in the one way that Signature Version 4 knows, sorted by name, then by value.
 */
public final class QueryString {
    private static final String HEX = "0123456789ABCDEF";

    private static final QueryString NONE = new QueryString(List.of());

    private final List<Parameter> parameters;

    private QueryString(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    private record Parameter(String name, String value) {}

    /** Reads a query as sent, without the question mark; each char is one byte. */
    public static QueryString parse(String query) {
        if (query.isEmpty()) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(encode(decode(name)), encode(decode(value))));
            }
        }
        return new QueryString(parameters);
    }

    boolean has(String name) {
        return first(name) != null;
    }

    /** Returns the first value of a parameter, decoded, or null when there is none. */
    public @Nullable String first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return new String(decode(parameter.value()), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** Returns the canonical form; the signature itself is no part of what is signed. */
    String canonical() {
        if (parameters.isEmpty()) {
            return "";
        }
        return parameters.stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    /** Percent-decodes what is UTF-8; a plus is a blank. */
    public static String decoded(String text) {
        return new String(decode(text), StandardCharsets.UTF_8);
    }

    /** Percent-decodes; a plus is a blank, and a percent sign without two digits is itself. */
    static byte[] decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' ? digit(text, i + 1) : -1;
            int low = high < 0 ? -1 : digit(text, i + 2);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    private static int digit(String text, int index) {
        return index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    }

    /** Percent-encodes everything but the unreserved characters of RFC 3986. */
    static String encode(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            if (isUnreserved(b)) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return text.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
