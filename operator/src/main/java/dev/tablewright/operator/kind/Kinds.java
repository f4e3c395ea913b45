package dev.tablewright.operator.kind;

import dev.tablewright.operator.kubernetes.Managed;
import dev.tablewright.operator.managed.Naming;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** All kinds that there are, in both scopes. */
public final class Kinds {
    private Kinds() {}

    /**
     * Returns them.
     *
     * @param random used by several threads
     */
    public static List<ManagedKind<? extends Managed>> all(
            InstantSource clock, RandomGenerator random) {
        Steps steps = new Steps(clock, random);
        Tables tables = new Tables(steps);
        return List.of(
                new ManagedKind<>(NamespacedTable.class, Naming.BY_OBJECT, tables, List.of()),
                new ManagedKind<>(ClusterTable.class, Naming.BY_OBJECT, tables, List.of()));
    }
}
