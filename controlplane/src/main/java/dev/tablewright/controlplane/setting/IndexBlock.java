package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One entry of {@code globalSecondaryIndex}, for settings that have a field there. */
record IndexBlock(String name, BlockReader in) {
    static List<IndexBlock> of(BlockReader table) {
        return table.elements("globalSecondaryIndex").stream()
                .map(in -> new IndexBlock(in.text("name"), in))
                .toList();
    }

    /** Returns what the indexes that have {@code field} say in it, by their names, in order. */
    static <V> Map<String, V> values(BlockReader table, Field<V> field) {
        Map<String, V> values = new LinkedHashMap<>();
        for (IndexBlock index : of(table)) {
            V value = index.in().find(field);
            if (value != null) {
                values.put(index.name(), value);
            }
        }
        return values;
    }
}
