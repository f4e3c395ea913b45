package dev.tablewright.server.operation.administration;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import java.util.List;

/**
 * An environment of the caller's account. The permission is asked for on its own ARN, {@code
 * arn:aws:tablewright::<account>:environment/<name>}: whoever administers an account administers
 * its environments.
 */
record EnvironmentName(String account, String name) {
    private static final Constraint NAME = Constraint.pattern("[a-zA-Z0-9_.-]{1,64}");

    static EnvironmentName read(RequestReader in) {
        return new EnvironmentName(in.account(), in.requiredString("Environment", NAME));
    }

    /** All environments of the caller's account. */
    static EnvironmentName all(RequestReader in) {
        return new EnvironmentName(in.account(), "*");
    }

    List<Access> access(String operation) {
        return List.of(
                Access.to(
                        "tablewright:" + operation,
                        "arn:aws:tablewright::" + account + ":environment/" + name,
                        ConditionContext.EMPTY));
    }
}
