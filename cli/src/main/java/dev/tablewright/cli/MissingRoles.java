package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Makes the roles that the values name, for {@code up}: on AWS the platform's charts do that. */
final class MissingRoles {
    private MissingRoles() {}

    /**
     * Makes roles that everybody in the account may assume whose own policies allow it.
     *
     * @return {@code observed} with the new roles
     */
    static ObservedState create(
            Target target,
            DesiredState desired,
            ObservedState observed,
            String account,
            Console console) {
        Map<String, ObservedRole> roles = new LinkedHashMap<>(observed.roles());
        for (RoleAccess access : desired.roles()) {
            if (roles.get(access.role()) instanceof ObservedRole.Missing) {
                create(target, access.role(), account);
                roles.put(
                        access.role(),
                        new ObservedRole.Present(
                                Set.of(), Map.of(Release.MANAGED_BY_TAG, Release.PLATFORM)));
                console.say(
                        "role "
                                + access.role()
                                + ": made, as it was missing; on AWS the platform's charts make"
                                + " it");
            }
        }
        return observed.withRoles(roles);
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
                                                    tag(Release.MANAGED_BY_TAG, Release.PLATFORM),
                                                    tag(Release.STAND_IN_TAG, "up")));
        } catch (IamException e) {
            throw new CliException("cannot make the role " + role + ": " + Target.sentence(e));
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
