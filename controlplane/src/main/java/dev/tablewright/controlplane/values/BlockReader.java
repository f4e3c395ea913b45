package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads the fields of one block. */
public final class BlockReader {
    private final YamlNode.Mapping map;
    private final String path;
    private final Problems problems;

    BlockReader(YamlNode.Mapping map, String path, Problems problems) {
        this.map = map;
        this.path = path;
        this.problems = problems;
    }

    /** Returns the field's value; its default, or a placeholder, when it is absent or wrong. */
    public <T> T get(Field<T> field) {
        T value = find(field);
        if (value != null) {
            return value;
        }
        return field.fallback() == null ? field.type().placeholder() : field.fallback();
    }

    /** Returns the field's value; null when it is absent or wrong. */
    public <T> @Nullable T find(Field<T> field) {
        YamlNode.Entry entry = map.entries().get(field.name());
        if (entry == null || unset(entry.value(), field)) {
            if (field.required()) {
                add(field, "is missing", "it is required: " + field.doc());
            }
            return null;
        }
        return field.type().read(entry.value(), path(field), problems);
    }

    /** Helm drops what is null outside of lists; that is how a second file takes a value back. */
    private boolean unset(YamlNode value, Field<?> field) {
        return value instanceof YamlNode.Null && !field.required() && !path.contains("[");
    }

    /** Returns where this block is. */
    public String path() {
        return path;
    }

    /** Returns where a field of this block is. */
    public String path(Field<?> field) {
        return Problems.inner(path, field.name());
    }

    /** Returns where mistakes are told. */
    public Problems problems() {
        return problems;
    }

    /** Tells a mistake in a field of this block. */
    public void add(Field<?> field, String wrong, String right) {
        problems.add(path(field), wrong, right);
    }

    /** Whether all of these fields were read without a mistake. */
    public boolean sound(Field<?>... fields) {
        for (Field<?> field : fields) {
            if (!problems.sound(path(field))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the maps in a list of this block; none if it is absent or wrong. */
    public List<BlockReader> elements(String field) {
        List<BlockReader> blocks = new ArrayList<>();
        YamlNode.Entry entry = map.entries().get(field);
        if (entry != null && entry.value() instanceof YamlNode.Sequence(_, var elements)) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) instanceof YamlNode.Mapping element) {
                    String inner = Problems.inner(path, field) + "[" + i + "]";
                    blocks.add(new BlockReader(element, inner, problems));
                }
            }
        }
        return blocks;
    }

    /** Returns a text of this block that another field of the contract has checked; or none. */
    public String text(String field) {
        YamlNode.Entry entry = map.entries().get(field);
        return entry != null && entry.value() instanceof YamlNode.Text(_, var text) ? text : "";
    }
}
