package dev.tablewright.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The attributes that make up a key.
 *
 * @param hash the partition key: one attribute; in a global secondary index one to four
 * @param range the sort key: none or one attribute; in a global secondary index none to four
 */
public record KeySchema(List<String> hash, List<String> range) {
    /** Copies both lists. */
    public KeySchema {
        hash = List.copyOf(hash);
        range = List.copyOf(range);
    }

    /** Whether one attribute is the partition key and at most one is sorted by. */
    public boolean isPlain() {
        return hash.size() == 1 && range.size() <= 1;
    }

    /** Returns all key attributes, partition key first. */
    public List<String> attributes() {
        List<String> all = new ArrayList<>(hash);
        all.addAll(range);
        return List.copyOf(all);
    }
}
