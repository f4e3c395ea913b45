package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ResourceArn of the tagging operations. They are authorized on its text, whatever it is, before
 * anything else is judged.
 *
 * @param table what the text names; null if it names no table
 */
record ResourceArn(String text, @Nullable TableRef table) {
    private static final Pattern TABLE =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})");

    /**
     * Reads it.
     *
     * @throws ValidationException if it is missing
     */
    static ResourceArn read(RequestReader in) {
        String text = in.string("ResourceArn");
        if (text == null) {
            throw new ValidationException("Invalid TableArn");
        }
        Matcher parts = TABLE.matcher(text);
        return new ResourceArn(
                text,
                parts.matches()
                        ? new TableRef(parts.group(2), parts.group(1), parts.group(3))
                        : null);
    }

    /**
     * Returns the table.
     *
     * @throws ValidationException if it is the ARN of something else
     */
    TableRef require() {
        if (table == null) {
            throw new ValidationException(
                    "Invalid TableArn: Invalid ResourceArn provided as input " + text);
        }
        return table;
    }
}
