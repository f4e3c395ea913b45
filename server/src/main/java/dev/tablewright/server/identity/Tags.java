package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Tags of an IAM entity or a session, in the order they were set. Keys are unique ignoring case and
 * keep the case given last. Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html">Tags for IAM
 *     resources</a>
 */
public record Tags(List<Tag> list) {
    /** No tag. */
    public static final Tags NONE = new Tags(List.of());

    /** A key of 1 to 128 characters and its value of 0 to 256. */
    public record Tag(String key, String value) {}

    /** Copies the list. */
    public Tags {
        list = List.copyOf(list);
    }

    /** Returns the value of a key, ignoring case, or null. */
    public @Nullable String get(String key) {
        for (Tag tag : list) {
            if (tag.key().equalsIgnoreCase(key)) {
                return tag.value();
            }
        }
        return null;
    }

    /** Whether two keys differ by case only, or not at all. */
    public boolean hasDuplicates() {
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (list.get(i).key().equalsIgnoreCase(list.get(j).key())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Checks tags that somebody sends.
     *
     * @param refusal how the service calls what it refuses
     * @throws IdentityException if two keys differ by case at most, or one is AWS's own
     */
    public void requireNew(IdentityException.Code refusal) {
        if (hasDuplicates()) {
            throw new IdentityException(
                    refusal,
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        for (String key : keys()) {
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw new IdentityException(
                        refusal, "aws: prefixed tag keys are not allowed for external use.");
            }
        }
    }

    /** Returns these with others added; where a key is in both, the other wins in its place. */
    public Tags with(Tags others) {
        var merged = new ArrayList<>(list);
        for (Tag other : others.list) {
            int at = indexOf(merged, other.key());
            if (at < 0) {
                merged.add(other);
            } else {
                merged.set(at, other);
            }
        }
        return new Tags(merged);
    }

    /** Returns these without some keys, ignoring case; keys that are not there are no error. */
    public Tags without(Collection<String> keys) {
        return new Tags(list.stream().filter(tag -> !contains(keys, tag.key())).toList());
    }

    /** Returns only the tags with one of the keys, ignoring case. */
    public Tags only(Collection<String> keys) {
        return new Tags(list.stream().filter(tag -> contains(keys, tag.key())).toList());
    }

    /** Returns the keys. */
    public List<String> keys() {
        return list.stream().map(Tag::key).toList();
    }

    /** Whether there is no tag. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    private static boolean contains(Collection<String> keys, String key) {
        return keys.stream().anyMatch(key::equalsIgnoreCase);
    }

    private static int indexOf(List<Tag> tags, String key) {
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).key().equalsIgnoreCase(key)) {
                return i;
            }
        }
        return -1;
    }
}
