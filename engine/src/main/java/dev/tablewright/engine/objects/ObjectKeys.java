package dev.tablewright.engine.objects;

import java.util.regex.Pattern;

/** What a key may look like; the same for every store. */
final class ObjectKeys {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern KEY =
            Pattern.compile(
                    "(?!\\.{1,2}(/|$))[^/\\\\~\\p{Cntrl}]+(/(?!\\.{1,2}(/|$))[^/\\\\~\\p{Cntrl}]+)*");

    private ObjectKeys() {}

    static boolean isOne(String key) {
        return key.length() <= MAX_LENGTH && KEY.matcher(key).matches();
    }

    static void require(String key) {
        if (!isOne(key)) {
            throw new IllegalArgumentException("not a key of an object: " + key);
        }
    }
}
