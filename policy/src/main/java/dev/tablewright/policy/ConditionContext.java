package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The condition keys of one request. Names compare without regard to case. A multi-valued key
 * without values counts as absent to every operator.
 *
 * <p>Every request makes one, and most policies ask for none or few of its keys: so putting a key
 * in and joining two contexts are cheap, and finding a key is a walk over all of them.
 */
public final class ConditionContext {
    /** No keys at all. */
    public static final ConditionContext EMPTY = builder().build();

    private record Entry(String key, List<String> values, boolean multivalued) {}

    /** A key that was put twice is here twice; the later one counts. */
    private final Entry[] entries;

    private ConditionContext(Entry[] entries) {
        this.entries = entries;
    }

    /** Starts an empty context. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the values of a key, or null when it is absent. */
    public @Nullable List<String> get(String key) {
        Entry entry = find(key);
        return entry == null ? null : entry.values();
    }

    /** Whether the key is one that can have several values, such as dynamodb:LeadingKeys. */
    public boolean isMultivalued(String key) {
        Entry entry = find(key);
        return entry != null && entry.multivalued();
    }

    private @Nullable Entry find(String key) {
        for (int i = entries.length - 1; i >= 0; i--) {
            if (entries[i].key().equalsIgnoreCase(key)) {
                return entries[i];
            }
        }
        return null;
    }

    /** Returns all keys, in lower case, with their values. */
    public Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        for (Entry entry : entries) {
            all.put(entry.key().toLowerCase(Locale.ROOT), entry.values());
        }
        return Collections.unmodifiableMap(all);
    }

    @Override
    public String toString() {
        return all().toString();
    }

    /** Collects a context. */
    public static final class Builder {
        private Entry[] entries = new Entry[16];
        private int size;

        private Builder() {}

        /** Sets a single-valued key. */
        public Builder put(String key, String value) {
            return add(new Entry(key, List.of(value), false));
        }

        /** Sets a multi-valued key. */
        public Builder putAll(String key, Iterable<String> all) {
            List<String> values = new ArrayList<>();
            all.forEach(values::add);
            return add(new Entry(key, List.copyOf(values), true));
        }

        /** Takes over every key of another context; the other wins. */
        public Builder putAll(ConditionContext other) {
            reserve(other.entries.length);
            System.arraycopy(other.entries, 0, entries, size, other.entries.length);
            size += other.entries.length;
            return this;
        }

        private Builder add(Entry entry) {
            reserve(1);
            entries[size++] = entry;
            return this;
        }

        private void reserve(int more) {
            if (size + more > entries.length) {
                entries = Arrays.copyOf(entries, Math.max(size + more, entries.length * 2));
            }
        }

        /** Returns the context. */
        public ConditionContext build() {
            return new ConditionContext(Arrays.copyOf(entries, size));
        }
    }
}
