package dev.tablewright.controlplane.setting;

import java.util.ArrayList;
import java.util.List;

/** One change of one setting. */
public record Transition<V>(Setting<V> setting, V from, V to) {
    /** Makes the transitions that lead from a value to another, in order. */
    public static <V> List<Transition<V>> between(Setting<V> setting, V is, V wanted) {
        List<Transition<V>> transitions = new ArrayList<>();
        V from = is;
        for (V to : setting.way(is, wanted)) {
            transitions.add(new Transition<>(setting, from, to));
            from = to;
        }
        return transitions;
    }

    /** Says in words what changes: "time to live off -> expires". */
    public String words() {
        return setting.words(from, to);
    }

    /** Whether the table is as this makes it. */
    public boolean isMade(TableSight sight) {
        V now = setting.observe(sight);
        return now != null && setting.satisfies(now, to);
    }

    /**
     * Does it, unless it was done before.
     *
     * @throws NotDone if the table has moved since the plan was made, or if AWS did not take the
     *     change in time
     */
    public void make(TableSight sight, TableCall call) throws NotDone, InterruptedException {
        V now = setting.observe(sight);
        if (now != null && setting.satisfies(now, to)) {
            return;
        }
        if (now != null && !setting.satisfies(now, from)) {
            throw new NotDone(
                    "it has changed since the plan was made: its "
                            + setting.title()
                            + " was "
                            + setting.words(from)
                            + " and is "
                            + setting.words(now));
        }
        setting.change(call, from, to);
    }
}
