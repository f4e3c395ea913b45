package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.DesiredProvider;
import dev.tablewright.controlplane.desired.DesiredRole;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ApplicationsObserver;
import dev.tablewright.controlplane.observed.ObservedApplications.ProviderState;
import dev.tablewright.controlplane.observed.ObservedApplications.RoleState;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.Step.ChangeRole;
import dev.tablewright.controlplane.plan.Step.RoleSetting;
import dev.tablewright.controlplane.plan.TrustMeaning;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The steps that change roles of applications and the provider that vouches for them. Each reads
 * what it is about first: the owner, and that what it changes is still as it was planned.
 */
final class RoleSteps {
    private final IamClient iam;

    RoleSteps(IamClient iam) {
        this.iam = iam;
    }

    void execute(Step.OnRole step) throws StepFailed {
        switch (step) {
            case Step.CreateRole(var role, _) -> create(role);
            case ChangeRole change -> change(change);
            case Step.SetRoleTags tags -> set(tags);
            case Step.RemoveRoleTags(var role, var owner, var from) -> {
                own(role, owner);
                iam.untagRole(r -> r.roleName(role).tagKeys(from.keySet()));
            }
            case Step.DeleteRole(var role, var owner) -> delete(role, owner);
        }
    }

    void execute(Step.OnProvider step) throws StepFailed {
        switch (step) {
            case Step.CreateProvider(var provider) -> create(provider);
            case Step.AddAudience(var arn, var owner, var audience) -> {
                var _ = present(arn, owner);
                iam.addClientIDToOpenIDConnectProvider(
                        r -> r.openIDConnectProviderArn(arn).clientID(audience));
            }
            case Step.SetThumbprints set -> set(set);
        }
    }

    private void create(DesiredRole role) throws StepFailed {
        try {
            iam.createRole(
                    r ->
                            r.roleName(role.name())
                                    .path(role.path())
                                    .assumeRolePolicyDocument(role.trust())
                                    .maxSessionDuration(role.maxSessionSeconds())
                                    .permissionsBoundary(role.boundary())
                                    .tags(PolicySteps.tags(role.tags())));
        } catch (EntityAlreadyExistsException _) {
            throw new StepFailed("one of that name has appeared since the plan was made");
        }
    }

    private void change(ChangeRole step) throws StepFailed {
        RoleState.Present role = own(step.role(), step.owner());
        String is = setting(role, step.setting());
        if (same(step.setting(), is, step.to())) {
            return;
        }
        if (!same(step.setting(), is, step.from())) {
            throw new StepFailed(
                    "its "
                            + step.setting().words()
                            + " has changed since the plan was made: it is "
                            + Objects.requireNonNullElse(is, "none"));
        }
        String name = step.role();
        @Nullable String to = step.to();
        switch (step.setting()) {
            case TRUST -> iam.updateAssumeRolePolicy(r -> r.roleName(name).policyDocument(to));
            case MAX_SESSION -> {
                int seconds = Integer.parseInt(Objects.requireNonNull(to));
                iam.updateRole(r -> r.roleName(name).maxSessionDuration(seconds));
            }
            case BOUNDARY -> {
                if (to == null) {
                    iam.deleteRolePermissionsBoundary(r -> r.roleName(name));
                } else {
                    iam.putRolePermissionsBoundary(r -> r.roleName(name).permissionsBoundary(to));
                }
            }
        }
    }

    private static @Nullable String setting(RoleState.Present role, RoleSetting setting) {
        return switch (setting) {
            case TRUST -> role.trust();
            case MAX_SESSION -> String.valueOf(role.maxSessionSeconds());
            case BOUNDARY -> role.boundary();
        };
    }

    private static boolean same(RoleSetting setting, @Nullable String one, @Nullable String other) {
        return (setting == RoleSetting.TRUST && one != null && other != null)
                ? TrustMeaning.same(one, other)
                : Objects.equals(one, other);
    }

    /** The one step that may find a role of nobody: it makes it ours. */
    private void set(Step.SetRoleTags step) throws StepFailed {
        Map<String, String> tags = present(step.role()).tags();
        for (Map.Entry<String, String> tag : step.to().entrySet()) {
            String is = tags.get(tag.getKey());
            if (!tag.getValue().equals(is) && !Objects.equals(is, step.from().get(tag.getKey()))) {
                throw new StepFailed(
                        "its tag " + tag.getKey() + " has changed since the plan was made: " + is);
            }
        }
        if (Owner.ofPlatforms(tags) instanceof Owner.OwnedBy(var other)
                && !other.equals(step.owner())) {
            throw otherOwner();
        }
        iam.tagRole(r -> r.roleName(step.role()).tags(PolicySteps.tags(step.to())));
    }

    private void delete(String role, Release owner) throws StepFailed {
        if (ApplicationsObserver.role(iam, role) instanceof RoleState.Absent) {
            return;
        }
        own(role, owner);
        try {
            // IAM itself refuses while a policy is on it.
            iam.deleteRole(r -> r.roleName(role));
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    private RoleState.Present own(String role, Release owner) throws StepFailed {
        RoleState.Present present = present(role);
        if (!Owner.ofPlatforms(present.tags()).equals(new Owner.OwnedBy(owner))) {
            throw otherOwner();
        }
        return present;
    }

    private RoleState.Present present(String role) throws StepFailed {
        return switch (ApplicationsObserver.role(iam, role)) {
            case RoleState.Present present -> present;
            case RoleState.Absent _ ->
                    throw new StepFailed("it has been deleted since the plan was made");
            case RoleState.Hidden(var answer) -> throw new StepFailed(answer);
        };
    }

    private static StepFailed otherOwner() {
        return new StepFailed("it has got another owner since the plan was made");
    }

    // ---- The provider ----

    private void create(DesiredProvider provider) throws StepFailed {
        try {
            iam.createOpenIDConnectProvider(
                    r ->
                            r.url(provider.url())
                                    .clientIDList(provider.audience())
                                    .thumbprintList(provider.thumbprints())
                                    .tags(PolicySteps.tags(provider.tags())));
        } catch (EntityAlreadyExistsException _) {
            throw new StepFailed("it has appeared since the plan was made");
        }
    }

    private void set(Step.SetThumbprints step) throws StepFailed {
        ProviderState.Present provider = present(step.arn(), step.owner());
        List<String> is = List.copyOf(provider.thumbprints());
        if (is.equals(step.to())) {
            return;
        }
        if (!is.equals(step.from())) {
            throw new StepFailed("its thumbprints have changed since the plan was made");
        }
        iam.updateOpenIDConnectProviderThumbprint(
                r -> r.openIDConnectProviderArn(step.arn()).thumbprintList(step.to()));
    }

    private ProviderState.Present present(String arn, Release owner) throws StepFailed {
        return switch (ApplicationsObserver.provider(iam, arn)) {
            case ProviderState.Present present
                    when Owner.ofPlatforms(present.tags()).equals(new Owner.OwnedBy(owner)) ->
                    present;
            case ProviderState.Present _ -> throw otherOwner();
            case ProviderState.Absent _ ->
                    throw new StepFailed("it has been deleted since the plan was made");
            case ProviderState.Hidden(var answer) -> throw new StepFailed(answer);
        };
    }
}
