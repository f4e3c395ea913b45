package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The condition keys of one request. Names compare without regard to case. A multi-valued key
 * without values counts as absent to every operator.
 *
 * <p>Every request makes one, and most policies ask for none or few of its keys: so putting a key
 * in and joining two contexts are cheap, values can be worked out when they are asked for, and
 * finding a key is a walk over all of them.
 */
public final class ConditionContext {
    /** No keys at all. */
    public static final ConditionContext EMPTY = builder().build();

    /** A key that was put twice is here twice; the later one counts. */
    private final Entry[] entries;

    /** Has what is not in the entries. */
    private final @Nullable ConditionContext base;

    private ConditionContext(Entry[] entries, @Nullable ConditionContext base) {
        this.entries = entries;
        this.base = base;
    }

    /** One key. Threads that ask at the same time may work its values out twice, to the same. */
    private static final class Entry {
        private final String key;
        private final boolean multivalued;
        private final @Nullable Supplier<List<String>> source;
        private @Nullable List<String> values;

        Entry(String key, boolean multivalued, Supplier<List<String>> source) {
            this.key = key;
            this.multivalued = multivalued;
            this.source = source;
        }

        Entry(String key, boolean multivalued, List<String> values) {
            this.key = key;
            this.multivalued = multivalued;
            this.source = null;
            this.values = values;
        }

        List<String> values() {
            List<String> known = values;
            if (known == null) {
                known = source == null ? List.of() : List.copyOf(source.get());
                values = known;
            }
            return known;
        }
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
        return entry != null && entry.multivalued;
    }

    private @Nullable Entry find(String key) {
        for (ConditionContext context = this; context != null; context = context.base) {
            Entry[] all = context.entries;
            for (int i = all.length - 1; i >= 0; i--) {
                if (all[i].key.equalsIgnoreCase(key)) {
                    return all[i];
                }
            }
        }
        return null;
    }

    /** Returns all keys that have a value, in lower case, with their values. */
    public Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        collectInto(all);
        return Collections.unmodifiableMap(all);
    }

    private void collectInto(Map<String, List<String>> all) {
        if (base != null) {
            base.collectInto(all);
        }
        for (Entry entry : entries) {
            if (!entry.values().isEmpty()) {
                all.put(entry.key.toLowerCase(Locale.ROOT), entry.values());
            }
        }
    }

    /**
     * Returns the same keys with all values worked out: for who keeps a context longer than what
     * its values come from.
     */
    public ConditionContext workedOut() {
        Entry[] all = new Entry[entries.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Entry(entries[i].key, entries[i].multivalued, entries[i].values());
        }
        return new ConditionContext(all, base == null ? null : base.workedOut());
    }

    @Override
    public String toString() {
        return all().toString();
    }

    /** Collects a context. */
    public static final class Builder {
        private Entry[] entries = new Entry[8];
        private int size;
        private @Nullable ConditionContext base;

        private Builder() {}

        /** Sets a single-valued key. */
        public Builder put(String key, String value) {
            return add(new Entry(key, false, List.of(value)));
        }

        /**
         * Sets a single-valued key whose value is worked out when it is asked for.
         *
         * @param value pure; perhaps asked more than once, by other threads
         */
        public Builder put(String key, Supplier<String> value) {
            return add(new Entry(key, false, () -> List.of(value.get())));
        }

        /** Sets a multi-valued key. */
        public Builder putAll(String key, Iterable<String> all) {
            List<String> values = new ArrayList<>();
            all.forEach(values::add);
            return add(new Entry(key, true, List.copyOf(values)));
        }

        /**
         * Sets a multi-valued key whose values are worked out when they are asked for.
         *
         * @param values pure; perhaps asked more than once, by other threads
         */
        public Builder putAll(String key, Supplier<List<String>> values) {
            return add(new Entry(key, true, values));
        }

        /** Takes over every key of another context; the other wins over what was put before. */
        public Builder putAll(ConditionContext other) {
            if (size == 0 && base == null) {
                base = other;
                return this;
            }
            if (other.base != null) {
                putAll(other.base);
            }
            for (Entry entry : other.entries) {
                add(entry);
            }
            return this;
        }

        private Builder add(Entry entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            entries[size++] = entry;
            return this;
        }

        /** Returns the context. */
        public ConditionContext build() {
            return new ConditionContext(Arrays.copyOf(entries, size), base);
        }
    }
}
