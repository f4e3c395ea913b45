package dev.tablewright.engine.vector;

import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;

import java.util.List;

/**
 * What a search came to.
 *
 * @param hits the most alike first
 * @param searchBytes what it is billed for
 */
public record Found(TableRef table, List<Hit> hits, long searchBytes) {
    /** Copies the list. */
    public Found {
        hits = List.copyOf(hits);
    }

    /**
     * One item found.
     *
     * @param score in the terms of the index's distance function
     */
    public record Hit(Item item, double score) {}
}
