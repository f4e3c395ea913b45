package dev.tablewright.engine.vector;

/** Searches in vector indexes. */
@FunctionalInterface
public interface Searches {
    /**
     * Finds the items whose vector is most like the given one. Of items that are equally alike,
     * those that the index walks first are found.
     *
     * @throws dev.tablewright.model.ValidationException if the request does not fit the index
     */
    Found search(SearchRequest request);
}
