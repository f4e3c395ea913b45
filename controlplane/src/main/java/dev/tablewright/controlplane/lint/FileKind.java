package dev.tablewright.controlplane.lint;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonSyntaxException;
import dev.tablewright.policy.json.JsonValue.JsonObject;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a file is. */
public enum FileKind {
    /** A policy document: JSON with a Statement. */
    POLICY,
    /** A values file: YAML or JSON with tables or environments. */
    VALUES,
    /** Something else. */
    OTHER;

    private static final Pattern VALUES_FIELD =
            Pattern.compile("(?m)^[\"']?(tables|environments)[\"']?[ \\t]*:");
    private static final Pattern STATEMENT = Pattern.compile("\"Statement\"[ \\t\\r\\n]*:");

    /**
     * Tells a file by its content.
     *
     * @param name only for its ending, which says how a broken file was meant
     */
    public static FileKind of(String name, String text) {
        try {
            if (JsonReader.read(text) instanceof JsonObject(_, var members)) {
                if (members.containsKey("Statement")) {
                    return POLICY;
                }
                return members.containsKey("tables") || members.containsKey("environments")
                        ? VALUES
                        : OTHER;
            }
        } catch (JsonSyntaxException _) {
            // YAML, or broken.
        }
        boolean yaml = name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
        if (!yaml && STATEMENT.matcher(text).find()) {
            return POLICY;
        }
        return VALUES_FIELD.matcher(text).find() ? VALUES : OTHER;
    }
}
