package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.Observer;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
            case SetBoundary(var principal, var policy, var arn, var from) -> {
                String to = policies.arn(policy, arn);
                if (isToBound(principal, from, to)) {
                    bound(principal, to);
                }
            }
            case RemoveBoundary remove -> unbound(remove);
            case TagPrincipal(var principal, var from, var to) -> {
                tagsAre(principal, from, to);
                tag(principal, to);
            }
            case UntagPrincipal(var principal, var tag, var from) -> {
                tagsAre(principal, Map.of(tag, from), Map.of());
                iam.untagRole(r -> r.roleName(principal.name()).tagKeys(tag));
            }
            case Join(var user, var group, var path) -> {
                isStill(group, path == null ? release.groupPath() : path);
                iam.addUserToGroup(r -> r.userName(user.name()).groupName(group));
            }
            case Leave(var user, var group, var path) -> {
                try {
                    isStill(group, path);
                    leave(user.name(), group);
                } catch (NoSuchEntityException _) {
                    // The whole group is gone already.
                }
            }
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

    /** Whether a boundary is still to be changed; fails when somebody else has changed it. */
    private boolean isToBound(Principal principal, @Nullable String from, @Nullable String to)
            throws StepFailed {
        String is = present(principal).boundary();
        if (Objects.equals(is, to)) {
            return false;
        }
        if (!Objects.equals(is, from)) {
            throw new StepFailed(
                    "its permissions boundary has changed since the plan was made: it is "
                            + (is == null ? "none" : is));
        }
        return true;
    }

    private ObservedPrincipal.Present present(Principal principal) throws StepFailed {
        return switch (Observer.principal(target, principal)) {
            case ObservedPrincipal.Present present -> present;
            case ObservedPrincipal.Absent(var answer) -> throw new StepFailed(answer);
            case ObservedPrincipal.Hidden(var answer) -> throw new StepFailed(answer);
        };
    }

    private void tagsAre(Principal principal, Map<String, String> from, Map<String, String> to)
            throws StepFailed {
        Map<String, String> is = present(principal).tags();
        Set<String> keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        for (String key : keys) {
            String value = is.get(key);
            if (!Objects.equals(value, from.get(key)) && !Objects.equals(value, to.get(key))) {
                throw new StepFailed(
                        "its tag "
                                + key
                                + " has changed since the plan was made: it is "
                                + (value == null ? "gone" : value));
            }
        }
    }

    /** A group of the same name at another path is somebody else's. */
    private void isStill(String group, String path) throws StepFailed {
        String is = iam.getGroup(r -> r.groupName(group).maxItems(1)).group().path();
        if (!is.equals(path)) {
            throw new StepFailed(
                    "the group "
                            + group
                            + " is another one than when the plan was made: its path is "
                            + is);
        }
    }

    private void unbound(RemoveBoundary step) throws StepFailed {
        String name = step.principal().name();
        boolean gone =
                Observer.principal(target, step.principal()) instanceof ObservedPrincipal.Absent;
        if (gone || !isToBound(step.principal(), step.arn(), null)) {
            return;
        }
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
