package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

/** ResourceARN of the operations on tags. */
final class TargetArn {
    private TargetArn() {}

    static String read(RequestReader in) {
        return in.requiredString(
                "ResourceARN",
                Constraint.pattern(
                        "^arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\\/[a-zA-Z0-9-]+$"),
                Constraint.minLength(1),
                Constraint.maxLength(1011));
    }
}
