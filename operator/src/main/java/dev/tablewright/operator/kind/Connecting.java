package dev.tablewright.operator.kind;

import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.provider.Provider;

/** Finds the resources of one kind. Shared by several threads. */
interface Connecting {
    /**
     * Makes the resource of an object. Calls nothing yet.
     *
     * @throws ExternalFailure if the object's settings make no sense
     */
    External connect(ManagedObject object, Provider provider) throws ExternalFailure;

    /** The object is no more. */
    default void forget(ManagedObject.Identity object) {}
}
