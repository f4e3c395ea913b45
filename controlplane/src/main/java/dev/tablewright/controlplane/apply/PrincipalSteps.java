package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.Step.CreatePrincipal;
import dev.tablewright.controlplane.plan.Step.DeletePrincipal;
import dev.tablewright.controlplane.plan.Step.Join;
import dev.tablewright.controlplane.plan.Step.Leave;
import dev.tablewright.controlplane.plan.Step.RemoveBoundary;
import dev.tablewright.controlplane.plan.Step.SetBoundary;
import dev.tablewright.controlplane.plan.Step.TagPrincipal;
import dev.tablewright.controlplane.plan.Step.UntagPrincipal;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps that change users, groups and roles of environments. */
final class PrincipalSteps {
    private final Target target;
    private final IamClient iam;
    private final Release release;
    private final PolicySteps policies;

    PrincipalSteps(Target target, Release release, PolicySteps policies) {
        this.target = target;
        this.iam = target.iam();
        this.release = release;
        this.policies = policies;
    }

    void execute(Step.OnPrincipal step) throws StepFailed {
        switch (step) {
            case CreatePrincipal create -> create(create);
            case SetBoundary(var principal, var policy, var arn) ->
                    bound(principal, policies.arn(policy, arn));
            case RemoveBoundary remove -> unbound(remove);
            case TagPrincipal(var principal, var to) -> tag(principal, to);
            case UntagPrincipal(var principal, var tag) ->
                    iam.untagRole(r -> r.roleName(principal.name()).tagKeys(tag));
            case Join(var user, var group) ->
                    iam.addUserToGroup(r -> r.userName(user.name()).groupName(group));
            case Leave(var user, var group) -> leave(user.name(), group);
            case DeletePrincipal(var principal) -> delete(principal);
        }
    }

    private void create(CreatePrincipal step) throws StepFailed {
        String name = step.principal().name();
        List<Tag> tags = PolicySteps.tags(step.tags());
        @Nullable String boundary =
                step.boundary() == null ? null : policies.arn(step.boundary(), step.boundaryArn());
        try {
            switch (step.principal().kind()) {
                case USER ->
                        iam.createUser(
                                r -> r.userName(name).tags(tags).permissionsBoundary(boundary));
                case GROUP -> iam.createGroup(r -> r.groupName(name).path(release.groupPath()));
                case ROLE ->
                        iam.createRole(
                                r ->
                                        r.roleName(name)
                                                .assumeRolePolicyDocument(trust())
                                                .description("Made for an environment")
                                                .tags(tags)
                                                .permissionsBoundary(boundary));
            }
        } catch (EntityAlreadyExistsException _) {
            requireMadeBefore(step.principal());
        }
    }

    /** The answer to a call that did its work may have been lost. */
    private void requireMadeBefore(Principal principal) throws StepFailed {
        String name = principal.name();
        try {
            switch (principal.kind()) {
                case USER -> own(iam.getUser(r -> r.userName(name)).user().tags());
                case GROUP -> ownGroup(name);
                case ROLE -> own(iam.getRole(r -> r.roleName(name)).role().tags());
            }
        } catch (StepFailed _) {
            throw new StepFailed("one of that name has appeared since the plan was made");
        }
    }

    /**
     * Whoever of the account may by its own policies. Not by sts:TagSession: the tags of the role
     * say which environment it is of, and a session must not say otherwise.
     */
    private String trust() {
        AwsAccount account = target.account();
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"AWS\":\"arn:"
                + account.partition()
                + ":iam::"
                + account.id()
                + ":root\"},\"Action\":\"sts:AssumeRole\"}]}";
    }

    private void bound(Principal principal, String arn) {
        String name = principal.name();
        switch (principal.kind()) {
            case USER ->
                    iam.putUserPermissionsBoundary(r -> r.userName(name).permissionsBoundary(arn));
            case ROLE ->
                    iam.putRolePermissionsBoundary(r -> r.roleName(name).permissionsBoundary(arn));
            case GROUP -> throw new IllegalStateException("groups have no boundary: " + name);
        }
    }

    private void unbound(RemoveBoundary step) {
        String name = step.principal().name();
        try {
            if (step.principal().kind() == Principal.Kind.USER) {
                iam.deleteUserPermissionsBoundary(r -> r.userName(name));
            } else {
                iam.deleteRolePermissionsBoundary(r -> r.roleName(name));
            }
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    private void tag(Principal principal, Map<String, String> to) {
        List<Tag> tags = PolicySteps.tags(to);
        if (principal.kind() == Principal.Kind.USER) {
            iam.tagUser(r -> r.userName(principal.name()).tags(tags));
        } else {
            iam.tagRole(r -> r.roleName(principal.name()).tags(tags));
        }
    }

    private void leave(String user, String group) {
        try {
            iam.removeUserFromGroup(r -> r.userName(user).groupName(group));
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    private void delete(Principal principal) throws StepFailed {
        String name = principal.name();
        try {
            switch (principal.kind()) {
                case USER -> deleteUser(name);
                case GROUP -> deleteGroup(name);
                case ROLE -> {
                    own(iam.getRole(r -> r.roleName(name)).role().tags());
                    iam.deleteRole(r -> r.roleName(name));
                }
            }
        } catch (NoSuchEntityException _) {
            // Gone already.
        }
    }

    /** The membership goes last: by it an apply that was stopped finds the user again. */
    private void deleteUser(String name) throws StepFailed {
        own(iam.getUser(r -> r.userName(name)).user().tags());
        iam.listAccessKeysPaginator(r -> r.userName(name)).accessKeyMetadata().stream()
                .forEach(
                        key ->
                                iam.deleteAccessKey(
                                        r -> r.userName(name).accessKeyId(key.accessKeyId())));
        iam.listGroupsForUserPaginator(r -> r.userName(name)).groups().stream()
                .filter(group -> group.path().equals(release.groupPath()))
                .forEach(group -> leave(name, group.groupName()));
        iam.deleteUser(r -> r.userName(name));
    }

    private void deleteGroup(String name) throws StepFailed {
        ownGroup(name);
        iam.deleteGroup(r -> r.groupName(name));
    }

    private void ownGroup(String name) throws StepFailed {
        if (!iam.getGroup(r -> r.groupName(name)).group().path().equals(release.groupPath())) {
            throw otherOwner();
        }
    }

    private void own(List<Tag> tags) throws StepFailed {
        Map<String, String> read = new HashMap<>();
        tags.forEach(tag -> read.put(tag.key(), tag.value()));
        if (!Owner.of(read).equals(new Owner.OwnedBy(release))) {
            throw otherOwner();
        }
    }

    private static StepFailed otherOwner() {
        return new StepFailed("it has got another owner since the plan was made");
    }
}
