package dev.tablewright.operator.kind;

import dev.tablewright.operator.managed.ExternalFailure;

/** The namespaces of the cluster. */
@FunctionalInterface
public interface Namespaces {
    /**
     * Whether there is one of that name.
     *
     * @throws ExternalFailure if that cannot be told
     */
    boolean has(String name) throws ExternalFailure;
}
