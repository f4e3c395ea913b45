package dev.tablewright.operator.managed;

/** Finds the resource of an object: provider, credentials, name. */
@FunctionalInterface
public interface Connector {
    /**
     * Connects.
     *
     * @throws ExternalFailure if there is no such provider, or nobody to be there
     */
    External connect(ManagedObject object) throws ExternalFailure, InterruptedException;
}
