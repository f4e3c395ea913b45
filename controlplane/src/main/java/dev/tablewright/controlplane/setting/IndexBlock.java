package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;

import java.util.List;

/** One entry of {@code globalSecondaryIndex}, for settings that have a field there. */
record IndexBlock(String name, BlockReader in) {
    static List<IndexBlock> of(BlockReader table) {
        return table.elements("globalSecondaryIndex").stream()
                .map(in -> new IndexBlock(in.text("name"), in))
                .toList();
    }
}
