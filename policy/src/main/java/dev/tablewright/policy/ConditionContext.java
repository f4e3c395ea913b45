package dev.tablewright.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The condition keys of one request. Names compare without regard to case. A multi-valued key
 * without values counts as absent to every operator.
 */
public final class ConditionContext {
    /** No keys at all. */
    public static final ConditionContext EMPTY = builder().build();

    private final Map<String, List<String>> values;
    private final Map<String, Boolean> multivalued;

    private ConditionContext(Builder builder) {
        this.values = Collections.unmodifiableMap(new HashMap<>(builder.values));
        this.multivalued = Collections.unmodifiableMap(new HashMap<>(builder.multivalued));
    }

    /** Starts an empty context. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the values of a key, or null when it is absent. */
    public @Nullable List<String> get(String key) {
        return getNormalized(key.toLowerCase(Locale.ROOT));
    }

    /** Returns the values of a key that is given in lower case, or null when it is absent. */
    public @Nullable List<String> getNormalized(String lowerCaseKey) {
        return values.get(lowerCaseKey);
    }

    /** Whether the key is one that can have several values, such as dynamodb:LeadingKeys. */
    public boolean isMultivalued(String key) {
        return multivalued.getOrDefault(key.toLowerCase(Locale.ROOT), false);
    }

    /** Returns all keys, in lower case, with their values. */
    public Map<String, List<String>> all() {
        return values;
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects a context. */
    public static final class Builder {
        private final Map<String, List<String>> values = new HashMap<>();
        private final Map<String, Boolean> multivalued = new HashMap<>();

        private Builder() {}

        /** Sets a single-valued key. */
        public Builder put(String key, String value) {
            values.put(key.toLowerCase(Locale.ROOT), List.of(value));
            return this;
        }

        /** Sets a multi-valued key. */
        public Builder putAll(String key, Iterable<String> all) {
            List<String> list = new ArrayList<>();
            all.forEach(list::add);
            values.put(key.toLowerCase(Locale.ROOT), List.copyOf(list));
            multivalued.put(key.toLowerCase(Locale.ROOT), true);
            return this;
        }

        /** Takes over every key of another context; the other wins. */
        public Builder putAll(ConditionContext other) {
            values.putAll(other.values);
            multivalued.putAll(other.multivalued);
            return this;
        }

        /** Returns the context. */
        public ConditionContext build() {
            return new ConditionContext(this);
        }
    }
}
