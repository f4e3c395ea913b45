package dev.tablewright.operator.managed;

/** Fills in fields that name other objects instead of having a value. */
@FunctionalInterface
public interface References {
    /** No kind's fields. */
    References NONE = _ -> {};

    /**
     * Fills in what is empty, in place.
     *
     * @throws ExternalFailure if an object is missing, or has no value yet
     */
    void resolve(ManagedObject object) throws ExternalFailure;
}
