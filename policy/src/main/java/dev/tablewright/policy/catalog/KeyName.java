package dev.tablewright.policy.catalog;

import java.util.List;
import java.util.Locale;

/** Names of condition keys: compared without regard to case, and what is behind a slash is open. */
final class KeyName {
    private KeyName() {}

    /** Returns the form in which keys compare: {@code aws:resourcetag/} for every tag. */
    static String normalized(String key) {
        int slash = key.indexOf('/');
        return (slash < 0 ? key : key.substring(0, slash + 1)).toLowerCase(Locale.ROOT);
    }

    static boolean anyIs(String normalized, List<String> keys) {
        return keys.stream().anyMatch(key -> normalized(key).equals(normalized));
    }
}
