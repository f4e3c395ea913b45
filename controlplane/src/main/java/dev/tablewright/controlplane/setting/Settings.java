package dev.tablewright.controlplane.setting;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Settings of one table: wanted ones, where what is absent is left alone, or real ones, where what
 * is absent was not asked or not told.
 */
public final class Settings {
    /** No settings. */
    public static final Settings NONE = new Settings(Map.of());

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        Map<Setting<?>, Object> inOrder = new LinkedHashMap<>();
        for (Setting<?> setting : TableSettings.ALL) {
            Object value = values.get(setting);
            if (value != null) {
                inOrder.put(setting, value);
            }
        }
        this.values = Collections.unmodifiableMap(inOrder);
    }

    /** Returns the value of {@code setting}, or null. */
    public <V> @Nullable V get(Setting<V> setting) {
        Object value = values.get(setting);
        return value == null ? null : setting.type().cast(value);
    }

    /** Whether there is a value of {@code setting}. */
    public boolean has(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /** Returns these settings with another value, or without one. */
    public <V> Settings with(Setting<V> setting, @Nullable V value) {
        Map<Setting<?>, Object> changed = new LinkedHashMap<>(values);
        if (value == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, setting.type().cast(value));
        }
        return new Settings(changed);
    }

    /** Returns these settings; what they do not say is as in {@code defaults}. */
    public Settings over(Settings defaults) {
        Map<Setting<?>, Object> all = new LinkedHashMap<>(defaults.values);
        all.putAll(values);
        return new Settings(all);
    }

    /** Returns some of these settings. */
    public Settings only(Predicate<Setting<?>> wanted) {
        Map<Setting<?>, Object> some = new LinkedHashMap<>(values);
        some.keySet().removeIf(wanted.negate());
        return new Settings(some);
    }

    /** Returns which settings there are, in the order of {@link TableSettings#ALL}. */
    public List<Setting<?>> named() {
        return List.copyOf(values.keySet());
    }

    /** Returns the values by the names of the settings, in order. */
    public Map<String, Object> byName() {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((setting, value) -> named.put(setting.name(), value));
        return named;
    }

    /** Says each in a few words: "time to live by expires". */
    public List<String> words() {
        return values.keySet().stream().map(this::words).toList();
    }

    /** Says each that a new table would not have by itself. */
    public List<String> wordsOfChosen() {
        return values.keySet().stream().filter(this::isChosen).map(this::words).toList();
    }

    private <V> boolean isChosen(Setting<V> setting) {
        return !setting.initial().equals(get(setting));
    }

    private <V> String words(Setting<V> setting) {
        V value = get(setting);
        return setting.title() + " " + (value == null ? "as it is" : setting.words(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return byName().toString();
    }
}
