package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.User;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The policies of a simulation, under the names that its answers call them by: {@code
 * PolicyInputList.1} for what was sent, the name of a managed policy, and {@code user_NAME_POLICY}
 * for an embedded one.
 */
final class SimulationPolicies {
    private SimulationPolicies() {}

    /** Reads identity policies that were sent. */
    static List<AttachedPolicy> identity(List<String> documents) {
        List<AttachedPolicy> policies = new ArrayList<>();
        for (String document : documents) {
            String name = "PolicyInputList." + (policies.size() + 1);
            policies.add(sent(name, document, PolicyKind.INLINE));
        }
        return policies;
    }

    /** Reads the one permissions boundary that may be sent; null for none. */
    static @Nullable AttachedPolicy boundary(List<String> documents) {
        if (documents.size() > 1) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "PermissionsBoundaryPolicyInputList can hold one policy only.");
        }
        return documents.isEmpty()
                ? null
                : sent(
                        "PermissionsBoundaryPolicyInputList.1",
                        documents.getFirst(),
                        PolicyKind.INLINE);
    }

    /** Reads a resource policy that was sent; null for none. */
    static @Nullable AttachedPolicy resource(@Nullable String document) {
        return document == null ? null : sent("ResourcePolicy", document, PolicyKind.RESOURCE);
    }

    private static AttachedPolicy sent(String name, String text, PolicyKind kind) {
        try {
            return new AttachedPolicy(name, false, PolicyDocument.parse(text, kind));
        } catch (PolicySyntaxException malformed) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Invalid policy document in " + name + ": " + malformed.getMessage());
        }
    }

    /** Returns the policies of a user and its groups, of a group, or of a role. */
    static List<AttachedPolicy> of(AccountImage account, PolicyHolder holder) {
        List<AttachedPolicy> policies = new ArrayList<>();
        collect(account, holder, policies);
        if (holder instanceof User user) {
            account.groupsOf(user).forEach(group -> collect(account, group, policies));
        }
        return policies;
    }

    private static void collect(
            AccountImage account, PolicyHolder holder, List<AttachedPolicy> into) {
        String prefix = holder.kind().resourceType() + "_" + holder.name() + "_";
        holder.policies()
                .inline()
                .forEach(
                        (name, policy) ->
                                into.add(
                                        new AttachedPolicy(
                                                prefix + name, false, compiled(policy))));
        holder.policies().attached().forEach(arn -> into.add(managed(account, arn)));
    }

    /** Returns the permissions boundary of a user or role; null for none. */
    static @Nullable AttachedPolicy boundaryOf(AccountImage account, PolicyHolder holder) {
        String arn = holder.policies().boundary();
        return arn == null ? null : managed(account, arn);
    }

    private static AttachedPolicy managed(AccountImage account, String arn) {
        ManagedPolicy policy = account.policy(arn);
        if (policy == null) {
            throw unevaluable("policy " + arn + " is attached and does not exist");
        }
        return new AttachedPolicy(policy.name(), true, compiled(policy.inForce().document()));
    }

    private static PolicyDocument compiled(StoredPolicy policy) {
        try {
            return policy.compiled();
        } catch (PolicySyntaxException malformed) {
            throw unevaluable(String.valueOf(malformed.getMessage()));
        }
    }

    private static IdentityException unevaluable(String message) {
        return new IdentityException(IdentityException.Code.POLICY_EVALUATION, message);
    }
}
