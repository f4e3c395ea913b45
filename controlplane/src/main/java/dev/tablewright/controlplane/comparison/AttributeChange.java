package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One attribute that two items do not share.
 *
 * @param path for instance {@code address.city} or {@code lines[2].count}
 * @param before null when the first item does not have it
 * @param after null when the other does not have it
 */
public record AttributeChange(
        String path, @Nullable AttributeValue before, @Nullable AttributeValue after) {
    /** Compares two items, down into maps, and into lists of the same length. */
    public static List<AttributeChange> between(
            Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        List<AttributeChange> changes = new ArrayList<>();
        maps("", before, after, changes);
        return List.copyOf(changes);
    }

    private static void maps(
            String path,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after,
            List<AttributeChange> changes) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            values(
                    path.isEmpty() ? name : path + "." + name,
                    before.get(name),
                    after.get(name),
                    changes);
        }
    }

    private static void values(
            String path,
            @Nullable AttributeValue before,
            @Nullable AttributeValue after,
            List<AttributeChange> changes) {
        if (before == null || after == null) {
            changes.add(new AttributeChange(path, before, after));
        } else if (before.hasM() && after.hasM()) {
            maps(path, before.m(), after.m(), changes);
        } else if (before.hasL() && after.hasL() && before.l().size() == after.l().size()) {
            for (int i = 0; i < before.l().size(); i++) {
                values(path + "[" + i + "]", before.l().get(i), after.l().get(i), changes);
            }
        } else if (!ItemDigest.same(Map.of("v", before), Map.of("v", after))) {
            changes.add(new AttributeChange(path, before, after));
        }
    }
}
