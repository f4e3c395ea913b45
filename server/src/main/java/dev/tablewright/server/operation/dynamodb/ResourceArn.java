package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ResourceArn of the operations on tags and policies. They are authorized on its text, whatever it
 * is, before anything else is judged.
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
        return of(text);
    }

    /** Reads it where a missing one breaks a rule of the API model like any other. */
    static ResourceArn readRequired(RequestReader in) {
        return of(
                in.requiredString(
                        "ResourceArn", Constraint.minLength(1), Constraint.maxLength(1283)));
    }

    static ResourceArn of(String text) {
        Matcher parts = TABLE.matcher(text);
        return new ResourceArn(
                text,
                parts.matches()
                        ? new TableRef(parts.group(2), parts.group(1), parts.group(3))
                        : null);
    }

    /** The permission for an action on it, whatever it is. */
    Access access(String action, Catalog tables) {
        return table == null
                ? TableAccess.toText(action, text)
                : new TableAccess(tables).to(action, table);
    }

    /**
     * Returns the table or stream.
     *
     * @throws ValidationException if it is the ARN of something else
     */
    PolicyTarget requireForPolicy() {
        StreamRef stream = StreamRef.parse(text);
        return stream == null
                ? new PolicyTarget.OfTable(require())
                : new PolicyTarget.OfStream(stream);
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
