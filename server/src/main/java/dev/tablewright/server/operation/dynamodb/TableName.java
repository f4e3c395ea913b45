package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

/**
 * TableName as operations on whole tables read it: a name or an ARN.
 *
 * <p>They differ from the data operations: a name that is missing, or too short or too long, is
 * refused at once and alone; only its characters are a rule among the others.
 */
final class TableName {
    private static final Constraint CHARACTERS = Constraint.pattern("[a-zA-Z0-9_.-]+");
    private static final int MIN = 3;
    private static final int MAX = 255;

    private TableName() {}

    /**
     * Reads the name where nothing else is asked for; otherwise call {@link #require} before the
     * first member and {@link #check} in the name's place.
     */
    static TableRef read(RequestReader in) {
        TableRef table = require(in);
        check(in);
        return table;
    }

    /**
     * Reads the name.
     *
     * @throws ValidationException if it is missing, or too short or too long
     */
    static TableRef require(RequestReader in) {
        String name = in.string("TableName");
        if (name == null) {
            throw new ValidationException(
                    "The parameter 'TableName' is required but was not present in the request");
        }
        if (isArn(name)) {
            return in.tableOfArn(name);
        }
        if (name.length() < MIN || name.length() > MAX) {
            throw new ValidationException(
                    "TableName must be at least "
                            + MIN
                            + " characters long and at most "
                            + MAX
                            + " characters long");
        }
        return new TableRef(in.account(), in.region(), name);
    }

    /** Notes a name with characters that no name has. */
    static void check(RequestReader in) {
        String name = in.string("TableName");
        if (name != null && !isArn(name)) {
            var _ = in.string("TableName", CHARACTERS);
        }
    }

    private static boolean isArn(String name) {
        return name.startsWith("arn:");
    }
}
