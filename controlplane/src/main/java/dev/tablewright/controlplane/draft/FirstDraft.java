package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.YamlText;
import dev.tablewright.model.KeyType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The first values file of a project: one table, and the role that uses it.
 *
 * @param namespace where it will be installed; not in the file, but in its comments
 * @param role that reads and writes the table; null for none
 */
public record FirstDraft(Release namespace, FirstTable table, @Nullable String role) {
    /**
     * A table as it is told in one breath.
     *
     * @param rangeKey null for none
     */
    public record FirstTable(String name, Key hashKey, @Nullable Key rangeKey) {
        /** Returns the table without its keys, to which others are given. */
        public FirstTable with(Key hash, @Nullable Key range) {
            return new FirstTable(name, hash, range);
        }

        /**
         * Reads {@code NAME PARTITION-KEY[:TYPE] [SORT-KEY[:TYPE]]}.
         *
         * @throws IllegalArgumentException if it is something else, with a sentence
         */
        public static FirstTable parse(String text) {
            List<String> words = List.of(text.strip().split("[\\s,]+"));
            if (words.size() < 2 || words.size() > 3) {
                throw new IllegalArgumentException(
                        "write the table's name, its partition key and, if it has one, its sort"
                                + " key, with spaces between: Orders CustomerId OrderedAt:N");
            }
            return new FirstTable(
                    words.getFirst(),
                    Key.parse(words.get(1)),
                    words.size() == 3 ? Key.parse(words.get(2)) : null);
        }
    }

    /** A key attribute. */
    public record Key(String name, KeyType type) {
        /**
         * Reads {@code NAME[:TYPE]}; without a type it is a string.
         *
         * @throws IllegalArgumentException if the type is none, with a sentence
         */
        public static Key parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                return new Key(text, KeyType.S);
            }
            String type = text.substring(colon + 1);
            return new Key(
                    text.substring(0, colon),
                    switch (type) {
                        case "S" -> KeyType.S;
                        case "N" -> KeyType.N;
                        case "B" -> KeyType.B;
                        default ->
                                throw new IllegalArgumentException(
                                        "\""
                                                + type
                                                + "\" is no type of a key: write S (string), N"
                                                + " (number) or B (binary), as in Id:S");
                    });
        }
    }

    /**
     * Writes the file.
     *
     * @throws ValuesException if an answer breaks the contract
     */
    public String write(String fileName) throws ValuesException {
        String text = text(fileName);
        DesiredState.check(
                ValuesParser.parse(List.of(new ValuesParser.Source(fileName, text))), namespace);
        return text;
    }

    private String text(String fileName) {
        StringBuilder out = new StringBuilder();
        out.append("# Tables and who may touch them. Make it so on this machine:\n");
        out.append("#   ").append(next(fileName)).append('\n');
        out.append("# Every field that there is: docs/values.md\n\n");
        out.append("region: eu-west-1\n\n");
        out.append("tables:\n");
        out.append("  - name: ").append(YamlText.of(table.name()));
        out.append("  # in AWS ").append(awsName()).append('\n');
        Key range = table.rangeKey();
        out.append("    hashKey: ").append(YamlText.of(table.hashKey().name()));
        out.append("  # partition key").append('\n');
        if (range != null) {
            out.append("    rangeKey: ").append(YamlText.of(range.name()));
            out.append("  # sort key").append('\n');
        }
        out.append("    attributes:  # only keys, of the table and of its indexes\n");
        attribute(out, table.hashKey());
        if (range != null) {
            attribute(out, range);
        }
        out.append("    # Billed by request, and restorable to any moment of the last 35 days,\n");
        out.append("    # unless you say otherwise: billingMode, pointInTimeRecovery.\n");
        index(out);
        if (role == null) {
            out.append("    # Nobody may touch it yet. IAM roles that may:\n");
            out.append("    # serviceAccountReadRoles: [my-app-").append(namespace.namespace());
            out.append("]\n    # serviceAccountWriteRoles: [my-app-").append(namespace.namespace());
            out.append("]\n");
        } else {
            roles(out, "serviceAccountReadRoles", "  # may read the table and its indexes");
            roles(out, "serviceAccountWriteRoles", "  # may write; reading is not included");
        }
        return out.toString();
    }

    /** Returns the command that makes the file true. */
    public String next(String fileName) {
        return "./tablewright up -f "
                + fileName
                + " --namespace "
                + namespace.namespace()
                + (namespace.name().equals(Release.DEFAULT_NAME)
                        ? ""
                        : " --release " + namespace.name());
    }

    /** Returns what the table will be called in AWS. */
    public String awsName() {
        return namespace.tableName(table.name(), false);
    }

    private static void attribute(StringBuilder out, Key key) {
        // In quotes always: in Helm's YAML a bare N is the boolean false.
        out.append("      - {name: ")
                .append(YamlText.of(key.name()))
                .append(", type: '")
                .append(key.type())
                .append("'}\n");
    }

    private void index(StringBuilder out) {
        out.append("    # globalSecondaryIndex:  # its keys go into attributes too\n");
        out.append("    #   - name: ByStatus\n");
        out.append("    #     hashKey: Status\n");
        out.append("    #     projectionType: ALL\n");
    }

    private void roles(StringBuilder out, String list, String comment) {
        out.append("    ")
                .append(list)
                .append(": [")
                .append(YamlText.of(String.valueOf(role)))
                .append(']')
                .append(comment)
                .append('\n');
    }
}
