package dev.tablewright.engine.catalog;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a change stream, whether there is one or not. */
public record StreamRef(TableRef table, String label) {
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})"
                            + "/stream/([^/|]{1,128})");

    /** Reads an ARN; null if it is none of a stream. */
    public static @Nullable StreamRef parse(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? new StreamRef(
                        new TableRef(parts.group(2), parts.group(1), parts.group(3)),
                        parts.group(4))
                : null;
    }

    /** Returns the ARN. */
    public String arn() {
        return table.arn() + "/stream/" + label;
    }
}
