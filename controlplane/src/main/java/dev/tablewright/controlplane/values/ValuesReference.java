package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes docs/values.md from {@link ValuesContract}, so that the page cannot say anything that the
 * parser does not hold to.
 */
public final class ValuesReference {
    private static final String HEAD =
            """
            # The values file

            What a values file may say; anything else is an error with its line, its column and the right form. This page is written by
            `ValuesReference` from the contract that the parser reads by, and a test fails when it is stale. So is
            [values.schema.json](values.schema.json) (JSON Schema draft-07, as Helm wants it), which editors can complete and check by.

            Plain scalars are read as Helm reads them: `yes`, `on`, `y` and `N` are booleans, so quote `'N'`. Table names in AWS are
            `[idp-]<namespace>-<name>`. Roles get one managed policy each over all their tables, split where AWS's size limit asks for it.

            Several files merge as Helm merges them: `-f base.yaml -f dev.yaml --set tables[0].name=Orders --set-string tags.build=7`. Maps merge,
            lists are replaced, `null` takes a value back, and a mistake names the file or the argument that it stands in. `--set-json tags={"team":"koa"}`
            and `--set-file FIELD=PATH` (the file's content as text) are there too; all are applied in Helm's order: `--set-json`, `--set`, `--set-string`,
            `--set-file`. `plan --show-values` prints what they come to. `up` and `plan --out` remember the files only, and refuse all of these.

            """;

    private ValuesReference() {}

    /** Returns the page, in Markdown. */
    public static String markdown() {
        return HEAD + fields();
    }

    /** Returns the tables of the page alone, for the README of the chart. */
    public static String fields() {
        return blocks(ValuesContract.FILE);
    }

    /** Returns the tables of fields of an applications file, {@link ApplicationsContract}. */
    public static String applications() {
        return blocks(ApplicationsContract.FILE);
    }

    private static String blocks(ValueType.Block<?> file) {
        StringBuilder page = new StringBuilder();
        Deque<ValueType.Block<?>> open = new ArrayDeque<>();
        Set<String> seen = new LinkedHashSet<>();
        open.add(file);
        while (!open.isEmpty()) {
            ValueType.Block<?> block = open.remove();
            if (seen.add(block.name())) {
                write(block, page);
                for (Field<?> field : block.fields()) {
                    ValueType.Block<?> inner = blockIn(field.type());
                    if (inner != null) {
                        open.add(inner);
                    }
                }
            }
        }
        return page.toString();
    }

    private static void write(ValueType.Block<?> block, StringBuilder page) {
        boolean file = block.name().equals(ValuesContract.FILE.name());
        page.append("## ").append(file ? "Top level" : "`" + block.name() + "`").append("\n\n");
        page.append("| field | holds | default | |\n|---|---|---|---|\n");
        for (Field<?> field : block.fields()) {
            page.append("| `").append(field.name()).append("` | ");
            page.append(holds(field.type())).append(" | ");
            page.append(fallback(field)).append(" | ");
            page.append(field.doc()).append(" |\n");
        }
        page.append('\n');
    }

    private static ValueType.@Nullable Block<?> blockIn(ValueType<?> type) {
        return switch (type) {
            case ValueType.Block<?> block -> block;
            case ValueType.ListOf<?> list -> blockIn(list.element());
            default -> null;
        };
    }

    private static String holds(ValueType<?> type) {
        return switch (type) {
            case ValueType.Text _ -> "text";
            case ValueType.Choice<?> choice ->
                    "`" + String.join("`, `", choice.options().keySet()) + "`";
            case ValueType.Span _ -> "a time span such as `3d`";
            case ValueType.Flag _ -> "`true`, `false`";
            case ValueType.Whole(var min, var max) ->
                    max == Long.MAX_VALUE ? "a number from " + min : min + " to " + max;
            case ValueType.ListOf<?> list ->
                    "list of " + (blockIn(list) == null ? "text" : "maps") + atMost(list.max());
            case ValueType.TextMap(_, _, var max) -> "map of text" + atMost(max);
            case ValueType.Json _ -> "a map, or JSON text";
            case ValueType.Block<?> _ -> "a map";
        };
    }

    private static String atMost(int max) {
        return max == Integer.MAX_VALUE ? "" : ", at most " + max;
    }

    private static String fallback(Field<?> field) {
        if (field.required()) {
            return "required";
        }
        Object value = field.fallback();
        if (value == null || value instanceof Collection<?> || value instanceof Map<?, ?>) {
            return "";
        }
        if (field.type() instanceof ValueType.Choice<?> choice) {
            return choice.options().entrySet().stream()
                    .filter(option -> option.getValue().equals(value))
                    .map(option -> "`" + option.getKey() + "`")
                    .findFirst()
                    .orElseThrow();
        }
        return field.type() instanceof ValueType.Block<?> ? "see below" : "`" + value + "`";
    }
}
