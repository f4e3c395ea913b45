package dev.tablewright.engine.catalog;

import dev.tablewright.model.ValidationException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the tags of a table may be: at most 50, 10 KB together, of letters, digits, space and a few
 * signs, none that AWS keeps to itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html">Tagging
 *     restrictions in DynamoDB</a>
 */
final class Tags {
    private static final int MAX = 50;
    private static final int MAX_BYTES = 10 << 10;
    private static final String RESERVED = "aws:";

    /** Accents may be letters of their own. */
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private Tags() {}

    /**
     * Checks the tags that a table would have.
     *
     * @throws ValidationException for the first rule that is broken
     */
    static void check(Map<String, String> tags) {
        checkKeys(tags.keySet());
        if (tags.size() > MAX) {
            throw new ValidationException(
                    "One or more parameter values were invalid: Too many tags: the limit is "
                            + MAX
                            + " tags per resource");
        }
        int bytes = 0;
        for (var tag : tags.entrySet()) {
            checkCharacters("key", tag.getKey());
            checkCharacters("value", tag.getValue());
            bytes += utf8Bytes(tag.getKey()) + utf8Bytes(tag.getValue());
        }
        if (bytes > MAX_BYTES) {
            throw new ValidationException(
                    "One or more parameter values were invalid: The tags of a resource must not"
                            + " exceed 10 KB together");
        }
    }

    private static void checkCharacters(String what, String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new ValidationException(
                    "One or more parameter values were invalid: The tag "
                            + what
                            + " contains characters that are not allowed: "
                            + text);
        }
    }

    static void checkKeys(Set<String> keys) {
        for (String key : keys) {
            if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
                throw new ValidationException(
                        "One or more parameter values were invalid: Tag keys starting with 'aws:'"
                                + " are reserved for system use: "
                                + key);
            }
        }
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
