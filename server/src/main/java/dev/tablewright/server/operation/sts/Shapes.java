package dev.tablewright.server.operation.sts;

import dev.tablewright.server.protocol.Constraint;

import java.util.List;

/**
 * The rules of STS's API model for the members that several operations share. Patterns are spelled
 * as the model spells them, because violations quote them.
 */
final class Shapes {
    static final List<Constraint> ARN =
            List.of(Constraint.minLength(20), Constraint.maxLength(2048));
    static final List<Constraint> SESSION_NAME =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]*"),
                    Constraint.minLength(2),
                    Constraint.maxLength(64));

    /** AssumeRole's: its length counts in the packed size only. */
    static final List<Constraint> LONG_POLICY =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                    Constraint.minLength(1));

    static final List<Constraint> POLICY =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(2048));

    static final int LEAST_SECONDS = 900;
    static final int MOST_SECONDS_OF_ROLE = 43_200;

    private Shapes() {}
}
