package dev.tablewright.server.protocol.query;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Consumer;

/** Writes an XML answer. Elements only, in the order in which they are written. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder(512);
    private boolean hasResult;

    /** Writes an element with text; nothing when the text is null. */
    public XmlWriter text(String name, @Nullable String value) {
        if (value != null) {
            out.append('<').append(name).append('>');
            escape(value);
            close(name);
        }
        return this;
    }

    /** Writes a whole number. */
    public XmlWriter number(String name, long value) {
        return text(name, Long.toString(value));
    }

    /** Writes true or false. */
    public XmlWriter flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    /** Writes a time in whole seconds, ISO 8601; nothing when it is null. */
    public XmlWriter time(String name, @Nullable Instant value) {
        return value == null
                ? this
                : text(
                        name,
                        DateTimeFormatter.ISO_INSTANT.format(
                                value.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Writes a policy document, percent-encoded as RFC 3986 has it: IAM's way of showing them. */
    public XmlWriter document(String name, String policy) {
        return text(name, percentEncoded(policy));
    }

    /** Writes an element with what {@code content} writes. */
    public XmlWriter element(String name, Runnable content) {
        out.append('<').append(name).append('>');
        content.run();
        close(name);
        return this;
    }

    /** Writes a list: an element with one {@code member} for each value. */
    public <T> XmlWriter list(String name, Collection<T> values, Consumer<T> content) {
        return element(
                name,
                () -> values.forEach(value -> element("member", () -> content.accept(value))));
    }

    /** Writes a list of texts. */
    public XmlWriter texts(String name, Collection<String> values) {
        return element(name, () -> values.forEach(value -> text("member", value)));
    }

    /** Says that there is a result, even if nothing is in it. */
    public void emptyResult() {
        hasResult = true;
    }

    /** Returns what was written, or null when the operation has no result. */
    @Nullable String content() {
        return hasResult || !out.isEmpty() ? out.toString() : null;
    }

    /** Returns {@code text} with everything but letters, digits and {@code -._~} encoded. */
    static String percentEncoded(String text) {
        var encoded = new StringBuilder(text.length() * 2);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return encoded.toString();
    }

    private void close(String name) {
        out.append("</").append(name).append('>');
    }

    private void escape(String value) {
        value.codePoints().forEach(this::escape);
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '\r' -> out.append("&#xD;");
            default -> {
                // XML 1.0 has no way to write other control characters.
                boolean legal =
                        c == '\t'
                                || c == '\n'
                                || (c >= 0x20 && c < 0xD800)
                                || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
                out.appendCodePoint(legal ? c : 0xFFFD);
            }
        }
    }
}
