package dev.tablewright.controlplane.setting;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Remembers, in a tag of the table itself, which settings the values name. Once a setting has left
 * the values nothing else knows that it was ours; what the values never named is in no memory and
 * is left alone.
 */
public final class SettingMemory {
    /** The tag: names of settings, with spaces in between. */
    public static final String TAG = "idp/settings";

    private SettingMemory() {}

    /** Returns the memory of {@code wanted} as a tag; empty if there is nothing to remember. */
    public static Map<String, String> of(Settings wanted) {
        return tag(memorable(wanted).stream().map(Setting::name).toList());
    }

    /** Returns the memory of {@code wanted}, and of all that {@code tags} remember. */
    public static Map<String, String> ofBoth(Settings wanted, Map<String, String> tags) {
        Set<String> names = new LinkedHashSet<>(names(tags));
        memorable(wanted).forEach(setting -> names.add(setting.name()));
        return tag(names);
    }

    /** Returns the settings that {@code tags} remember. */
    public static Set<Setting<?>> remembered(Map<String, String> tags) {
        Set<String> names = names(tags);
        return TableSettings.ALL.stream()
                .filter(setting -> names.contains(setting.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the settings that the values named once and name no more. */
    public static Set<Setting<?>> gone(Settings wanted, Map<String, String> tags) {
        Set<Setting<?>> gone = remembered(tags);
        gone.removeIf(setting -> wanted.has(setting) || setting.takenBack() == null);
        return gone;
    }

    private static List<Setting<?>> memorable(Settings wanted) {
        return wanted.named().stream().filter(setting -> setting.takenBack() != null).toList();
    }

    private static Set<String> names(Map<String, String> tags) {
        String memory = tags.getOrDefault(TAG, "");
        return memory.isEmpty()
                ? Set.of()
                : new LinkedHashSet<>(Arrays.asList(memory.split(" ", -1)));
    }

    private static Map<String, String> tag(Collection<String> names) {
        return names.isEmpty() ? Map.of() : Map.of(TAG, String.join(" ", names));
    }
}
