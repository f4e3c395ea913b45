package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;

import org.jspecify.annotations.Nullable;

/**
 * What IAM asks of policies given to users, groups and roles.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and
 *     AWS STS quotas</a>
 */
final class HolderRules {
    static final int MOST_ATTACHED = 10;

    private HolderRules() {}

    /** Returns the most characters of all inline policies together, white space not counted. */
    static int mostInlineCharacters(EntityKind kind) {
        return switch (kind) {
            case USER -> 2_048;
            case GROUP -> 5_120;
            case ROLE -> 10_240;
            case POLICY,
                    INSTANCE_PROFILE,
                    OIDC_PROVIDER,
                    SAML_PROVIDER,
                    MFA_DEVICE,
                    SERVER_CERTIFICATE ->
                    throw new IllegalArgumentException(kind + " holds no policies");
        };
    }

    /**
     * Returns a user, group or role that the customer may change.
     *
     * @throws IdentityException if there is none, or it is a role linked to a service
     */
    static PolicyHolder own(Draft draft, EntityRef ref) {
        PolicyHolder holder = draft.holder(ref.kind(), ref.name());
        if (isServiceLinked(holder)) {
            throw new IdentityException(
                    IdentityException.Code.UNMODIFIABLE_ENTITY,
                    "Cannot perform the operation on the protected role '"
                            + holder.name()
                            + "' - this role is only modifiable by AWS");
        }
        return holder;
    }

    /** Tells whether the holder is a role that belongs to a service. */
    static boolean isServiceLinked(PolicyHolder holder) {
        return holder.kind() == EntityKind.ROLE && holder.path().startsWith(LinkedService.PATH);
    }

    /** Returns a role that the customer may change, as {@link #own} does. */
    static Role ownRole(Draft draft, EntityRef ref) {
        return (Role) own(draft, ref);
    }

    /**
     * Checks that a new role is none that only a service can make.
     *
     * @throws IdentityException if the path is reserved
     */
    static void requireNotReserved(String path, String name) {
        if (path.startsWith(LinkedService.PATH)) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Cannot create role " + name + " with the reserved path " + path);
        }
    }

    /**
     * Checks that nothing was given to a user, group or role that is to go.
     *
     * @throws IdentityException if policies are attached or embedded
     */
    static void requireNoPolicies(PolicyHolder holder) {
        Draft.requireUnused(
                holder.policies().attached()::isEmpty,
                "Cannot delete entity, must detach all policies first.");
        Draft.requireUnused(
                holder.policies().inline()::isEmpty,
                "Cannot delete entity, must delete policies first.");
    }

    /**
     * Checks that a policy can be a permissions boundary.
     *
     * @param arn null for none
     * @throws IdentityException if there is no such policy
     */
    static void requireUsableBoundary(Draft draft, @Nullable String arn) {
        if (arn == null) {
            return;
        }
        PolicyRules.requireValidArn(arn);
        if (draft.account().policy(arn) == null) {
            throw new IdentityException(
                    IdentityException.Code.NO_SUCH_ENTITY,
                    "Scope ARN: " + arn + " does not exist or is not attachable.");
        }
    }
}
