package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The conditions of one object. Each speaks of one generation; its time moves only when what it
 * says moves.
 */
public final class Conditions {
    /** Whether the resource can be used. */
    public static final String READY = "Ready";

    /** Whether the last reconcile did what it should. */
    public static final String SYNCED = "Synced";

    /** Whether the resource is as the object wants it. */
    public static final String UP_TO_DATE = "UpToDate";

    /** Whether something waits until the provider allows it. */
    public static final String WAITING = "Waiting";

    private final Map<String, Map<String, Object>> byType = new LinkedHashMap<>();
    private final long generation;
    private final Instant now;

    /** Begins with what the status says already. */
    public Conditions(Map<String, Object> status, long generation, Instant now) {
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        for (Map<String, Object> condition : Trees.maps(status.get("conditions"))) {
            byType.put(String.valueOf(condition.get("type")), condition);
        }
    }

    /** Whether a condition of an object has this status. */
    public static boolean has(Map<String, Object> status, String type, String value) {
        return Trees.maps(status.get("conditions")).stream()
                .anyMatch(c -> type.equals(c.get("type")) && value.equals(c.get("status")));
    }

    /**
     * Says something.
     *
     * @return whether it was said in other words before, or not at all
     */
    public boolean set(String type, String status, String reason, @Nullable String message) {
        Map<String, Object> before = byType.get(type);
        boolean same =
                before != null
                        && status.equals(before.get("status"))
                        && reason.equals(before.get("reason"))
                        && Objects.equals(message, Trees.text(before.get("message")));
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("reason", reason);
        if (message != null) {
            condition.put("message", message);
        }
        condition.put("observedGeneration", generation);
        Object since = same && before != null ? before.get("lastTransitionTime") : null;
        condition.put("lastTransitionTime", since == null ? now.toString() : since);
        byType.put(type, condition);
        return !same;
    }

    void remove(String type) {
        byType.remove(type);
    }

    /** Returns all of them, for a status. */
    public List<Object> list() {
        return new ArrayList<>(byType.values());
    }
}
