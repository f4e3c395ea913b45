package dev.tablewright.operator.managed;

import java.util.List;

/** Looks at other objects than the one that is reconciled. */
@FunctionalInterface
public interface Neighbours {
    /** Nobody. */
    Neighbours NONE = _ -> List.of();

    /**
     * Returns the managed policies in the namespace of an object, or those of the cluster, as they
     * are now; also those that are being deleted.
     */
    List<ManagedObject> policies(ManagedObject.Identity beside);
}
