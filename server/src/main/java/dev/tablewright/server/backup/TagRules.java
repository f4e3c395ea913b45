package dev.tablewright.server.backup;

import java.util.Locale;
import java.util.Map;

/** What tags must be. */
public final class TagRules {
    /** Most tags of a thing. */
    public static final int MAX_TAGS = 50;

    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private TagRules() {}

    /**
     * Checks tags.
     *
     * @throws BackupException if they are too many, or one is too long, or of AWS's own
     */
    public static void check(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw BackupException.tooMany("There can be at most " + MAX_TAGS + " tags");
        }
        tags.forEach(TagRules::check);
    }

    private static void check(String key, String value) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
            throw BackupException.invalid(
                    "Invalid tag: a key has 1 to "
                            + LONGEST_KEY
                            + " characters, and a value at most "
                            + LONGEST_VALUE);
        }
        if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw BackupException.invalid(
                    "Invalid tag: aws: prefixed tag key names are not allowed for external use.");
        }
    }
}
