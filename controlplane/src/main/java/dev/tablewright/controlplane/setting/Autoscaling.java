package dev.tablewright.controlplane.setting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which capacities of a table and of its global indexes follow their use.
 *
 * @param indexes by name
 */
public record Autoscaling(ScaledCapacity table, Map<String, ScaledCapacity> indexes) {
    /** None. */
    public static final Autoscaling NONE = new Autoscaling(ScaledCapacity.NONE, Map.of());

    /** Keeps the order; leaves out indexes that do not. */
    public Autoscaling {
        Map<String, ScaledCapacity> scaled = new LinkedHashMap<>(indexes);
        scaled.values().removeIf(ScaledCapacity.NONE::equals);
        indexes = Collections.unmodifiableMap(scaled);
    }

    /** Returns what holds for the index. */
    public ScaledCapacity index(String name) {
        return indexes.getOrDefault(name, ScaledCapacity.NONE);
    }

    String words() {
        List<String> words = new ArrayList<>();
        if (!table.equals(ScaledCapacity.NONE)) {
            words.add(table.words());
        }
        indexes.forEach((name, scaled) -> words.add(name + " " + scaled.words()));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    /** A whole number without a fraction. */
    static Number number(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
