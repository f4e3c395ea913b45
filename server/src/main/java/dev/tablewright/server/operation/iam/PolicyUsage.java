package dev.tablewright.server.operation.iam;

import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.util.List;

/** Which use of a managed policy a list is about. */
enum PolicyUsage {
    /** As a policy and as a boundary. */
    ANY,
    /** As a policy of a user, group or role. */
    PERMISSIONS,
    /** As a permissions boundary. */
    BOUNDARY;

    private static final List<Constraint> FILTER =
            List.of(Constraint.oneOf(List.of("PermissionsPolicy", "PermissionsBoundary")));

    static PolicyUsage read(QueryReader in) {
        return switch (in.optional("PolicyUsageFilter", FILTER)) {
            case "PermissionsPolicy" -> PERMISSIONS;
            case "PermissionsBoundary" -> BOUNDARY;
            case null, default -> ANY;
        };
    }
}
