package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.TableRef;

/** What the data path asks of the catalog. */
@FunctionalInterface
public interface Tables {
    /**
     * Finds a table that data operations may use: ACTIVE or UPDATING.
     *
     * @throws DatabaseException.ResourceNotFound with the text of data operations
     */
    Table require(TableRef ref);
}
