package dev.tablewright.server.protocol.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded}, of a body or of a query string. */
final class FormParameters {
    private FormParameters() {}

    /**
     * Returns the parameters by name; of one that is there several times, the first.
     *
     * @throws MalformedQuery if a percent sign is not followed by two hexadecimal digits
     */
    static Map<String, String> parse(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int at = 0; at < form.length(); ) {
            int end = form.indexOf('&', at);
            if (end < 0) {
                end = form.length();
            }
            if (end > at) {
                int equals = form.indexOf('=', at);
                boolean hasValue = equals >= 0 && equals < end;
                String name = decode(form.substring(at, hasValue ? equals : end));
                String value = hasValue ? decode(form.substring(equals + 1, end)) : "";
                parameters.putIfAbsent(name, value);
            }
            at = end + 1;
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw MalformedQuery.malformedInput("Malformed URL encoding");
        }
    }
}
