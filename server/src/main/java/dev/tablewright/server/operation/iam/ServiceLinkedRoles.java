package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Tags;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Roles of AWS's services in an account: made by CreateServiceLinkedRole, or by an operation of the
 * service that needs its role, if the caller may make it.
 */
public final class ServiceLinkedRoles {
    /** Global tables: what the replicas of a table are sent. */
    public static final String REPLICATION = "replication.dynamodb.amazonaws.com";

    private final Identities identities;

    /** Knows and makes the roles of {@code identities}. */
    public ServiceLinkedRoles(Identities identities) {
        this.identities = identities;
    }

    /** Whether an account has the role of a service that can have one only. */
    public boolean isThere(String account, String service) {
        return identities.account(account).find(EntityKind.ROLE, nameOf(service)) != null;
    }

    /** The permission to make the role of a service. */
    public Access toMake(String account, String service) {
        return Access.to(
                "iam:CreateServiceLinkedRole",
                "arn:aws:iam::"
                        + account
                        + ":role"
                        + LinkedService.pathOf(service)
                        + nameOf(service),
                ConditionContext.builder().put("iam:AWSServiceName", service).build());
    }

    /** Makes the role of a service, unless it is there. */
    public void ensure(String account, String service) {
        if (!isThere(account, service)) {
            var _ =
                    identities.change(
                            account,
                            draft ->
                                    draft.account().isTaken(EntityKind.ROLE, nameOf(service))
                                            ? ""
                                            : draft.put(make(draft, service, "", null)).name());
        }
    }

    private static String nameOf(String service) {
        return Objects.requireNonNull(LinkedService.find(service), service).roleName(null);
    }

    /**
     * Decides the role of a service.
     *
     * @throws IdentityException if the service is not known, or there is a role of that name
     */
    static Role make(Draft draft, String serviceName, String description, @Nullable String suffix) {
        LinkedService service = LinkedService.find(serviceName);
        if (service == null) {
            throw refused("No service-linked role is known for " + serviceName);
        }
        String name = service.roleName(suffix);
        if (draft.account().isTaken(EntityKind.ROLE, name)) {
            throw refused(
                    "Service role name "
                            + name
                            + " has been taken in this account, please try a different suffix.");
        }
        Draft.requireQuota(
                draft.account().count(EntityKind.ROLE) < CreateRole.MOST_ROLES,
                "Cannot exceed quota for RolesPerAccount: " + CreateRole.MOST_ROLES);
        return new Role(
                draft.newHead(EntityKind.ROLE, name, LinkedService.pathOf(service.service())),
                Tags.NONE,
                service.policies(),
                service.trust(draft),
                description,
                Shapes.LEAST_SESSION_SECONDS);
    }

    private static IdentityException refused(String message) {
        return new IdentityException(IdentityException.Code.INVALID_INPUT, message);
    }
}
