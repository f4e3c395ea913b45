package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which resources a plan is for, and as which role they are backed up.
 *
 * <p>A resource is chosen if {@code resources} or {@code anyOfTags} name it (all are, where neither
 * says anything), every condition holds for it, and {@code except} does not name it.
 *
 * @param resources ARNs, with {@code *} for anything
 * @param except ARNs, with {@code *} for anything
 * @param anyOfTags one of them is enough
 * @param allOf all of them must hold
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html">Assign
 *     resources to a backup plan</a>
 */
public record Selection(
        Place place,
        String planId,
        String id,
        String name,
        String roleArn,
        List<String> resources,
        List<String> except,
        List<Tag> anyOfTags,
        List<Condition> allOf,
        @Nullable String requestId,
        Instant created) {
    /** What stands before the key of a tag in conditions. */
    public static final String TAG_PREFIX = "aws:ResourceTag/";

    /** Copies the lists. */
    public Selection {
        resources = List.copyOf(resources);
        except = List.copyOf(except);
        anyOfTags = List.copyOf(anyOfTags);
        allOf = List.copyOf(allOf);
    }

    /** A tag that a resource may have; both parts exactly so. */
    public record Tag(String key, String value) {
        private boolean holds(Map<String, String> tags) {
            return value.equals(tags.get(unprefixed(key)));
        }
    }

    /** How a condition compares. */
    public enum Operator {
        /** The tag is there with this value. */
        STRING_EQUALS,
        /** The tag is not there, or has another value. */
        STRING_NOT_EQUALS,
        /** The tag is there with a value of this pattern. */
        STRING_LIKE,
        /** The tag is not there, or its value is not of this pattern. */
        STRING_NOT_LIKE
    }

    /**
     * Something that must hold for a tag.
     *
     * @param key with {@value #TAG_PREFIX} before it
     */
    public record Condition(Operator operator, String key, String value) {
        private boolean holds(Map<String, String> tags) {
            String present = tags.get(unprefixed(key));
            return switch (operator) {
                case STRING_EQUALS -> value.equals(present);
                case STRING_NOT_EQUALS -> !value.equals(present);
                case STRING_LIKE -> present != null && like(value, present);
                case STRING_NOT_LIKE -> present == null || !like(value, present);
            };
        }
    }

    private static String unprefixed(String key) {
        return key.startsWith(TAG_PREFIX) ? key.substring(TAG_PREFIX.length()) : key;
    }

    /** Whether a resource is chosen. */
    public boolean takes(String arn, Map<String, String> tags) {
        return isNamed(arn, tags)
                && allOf.stream().allMatch(condition -> condition.holds(tags))
                && except.stream().noneMatch(pattern -> like(pattern, arn));
    }

    private boolean isNamed(String arn, Map<String, String> tags) {
        return (resources.isEmpty() && anyOfTags.isEmpty())
                || resources.stream().anyMatch(pattern -> like(pattern, arn))
                || anyOfTags.stream().anyMatch(tag -> tag.holds(tags));
    }

    /** Whether a text is of a pattern in which {@code *} stands for anything, also for nothing. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
