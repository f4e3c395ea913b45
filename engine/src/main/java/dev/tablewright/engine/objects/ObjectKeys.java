package dev.tablewright.engine.objects;

import java.util.regex.Pattern;

/** What a key may look like; the same for every store. */
final class ObjectKeys {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern KEY =
            Pattern.compile("(?!\\.{1,2}(/|$))[\\w.$-]+(/(?!\\.{1,2}(/|$))[\\w.$-]+)*");

    private ObjectKeys() {}

    static void require(String key) {
        if (key.length() > MAX_LENGTH || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object: " + key);
        }
    }
}
