package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.ArrayList;
import java.util.List;

/** Makes the roles that the values name, for {@code up}: on AWS the platform's charts do that. */
final class MissingRoles {
    private MissingRoles() {}

    /** Makes roles that everybody in the account may assume whose own policies allow it. */
    static List<String> create(
            Target target, DesiredState desired, ObservedState observed, String account) {
        List<String> made = new ArrayList<>();
        for (RoleAccess access : desired.roles()) {
            if (observed.roles().get(access.role()) instanceof ObservedRole.Missing) {
                create(target, access.role(), account);
                made.add(access.role());
            }
        }
        return made;
    }

    private static void create(Target target, String role, String account) {
        String trust =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"AWS\":\"arn:aws:iam::"
                        + account
                        + ":root\"},\"Action\":\"sts:AssumeRole\"}]}";
        try {
            target.iam()
                    .createRole(
                            request ->
                                    request.roleName(role)
                                            .assumeRolePolicyDocument(trust)
                                            .description("Made by tablewright up")
                                            .tags(
                                                    Tag.builder()
                                                            .key("managed-by")
                                                            .value("tablewright")
                                                            .build()));
        } catch (IamException e) {
            throw new CliException("cannot make the role " + role + ": " + Target.sentence(e));
        }
    }
}
