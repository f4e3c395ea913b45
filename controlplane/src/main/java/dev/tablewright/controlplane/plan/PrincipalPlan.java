package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredPrincipal;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Step.CreatePrincipal;
import dev.tablewright.controlplane.plan.Step.DeletePrincipal;
import dev.tablewright.controlplane.plan.Step.Join;
import dev.tablewright.controlplane.plan.Step.Leave;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.RemoveBoundary;
import dev.tablewright.controlplane.plan.Step.SetBoundary;
import dev.tablewright.controlplane.plan.Step.TagPrincipal;
import dev.tablewright.controlplane.plan.Step.UntagPrincipal;
import dev.tablewright.controlplane.values.DeletionPolicy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans the users, groups and roles of environments: making them, their tags and their borders. */
final class PrincipalPlan {
    /** The words of the platform's handbook for both causes: no such role, or not its own. */
    private static final String NO_ASSIGNMENT = "no role based policy allows the assignment";

    private final DesiredState desired;
    private final ObservedState observed;
    private final Map<Principal, DesiredPrincipal> wanted = new LinkedHashMap<>();
    private final List<Step> joined = new ArrayList<>();
    private final List<Step> taken = new ArrayList<>();

    PrincipalPlan(DesiredState desired, ObservedState observed) {
        this.desired = desired;
        this.observed = observed;
        desired.principals().forEach(one -> wanted.put(one.principal(), one));
    }

    /** Returns ARNs of the managed policies on a principal; none if there is no such principal. */
    static Set<String> attached(ObservedState observed, Principal principal) {
        if (observed.principals().get(principal) instanceof ObservedPrincipal.Present present) {
            return present.attached();
        }
        return principal.kind() == Principal.Kind.ROLE
                        && observed.roles().get(principal.name())
                                instanceof ObservedRole.Present present
                ? present.attached()
                : Set.of();
    }

    /** Returns why a principal cannot be given policies; null if it can. */
    @Nullable String obstacle(Principal principal) {
        DesiredPrincipal one = wanted.get(principal);
        if (one == null) {
            return ofRole(principal);
        }
        return switch (observed.principals().get(principal)) {
            case ObservedPrincipal.Present present -> foreignBoundary(one, present.boundary());
            case ObservedPrincipal.Absent _ when one.create() -> null;
            case ObservedPrincipal.Absent(var answer) ->
                    "cannot be given access. AWS says: \""
                            + answer
                            + "\" Check the spelling, or write createPrincipals: true at the"
                            + " environment to make it";
            case ObservedPrincipal.Hidden(var answer) ->
                    "cannot be given access. AWS says: \"" + answer + "\"";
            case null -> throw new IllegalStateException("not observed: " + principal);
        };
    }

    /** A role that the tables of the file name: the platform's, or one that has access already. */
    private @Nullable String ofRole(Principal role) {
        return switch (observed.roles().get(role.name())) {
            case ObservedRole.Present present when present.mayBePlatforms() -> null;
            case ObservedRole.Present present
                    when !desired.platformRolesOnly() || hasPolicyOfOurs(present) ->
                    null;
            case ObservedRole.Present(_, var tags) ->
                    NO_ASSIGNMENT
                            + ": the role exists, but was not made by the platform's charts ("
                            + mark(tags)
                            + "). Let idp-advanced make it, or write policy.platformRolesOnly:"
                            + " false";
            case ObservedRole.Missing(var answer) ->
                    NO_ASSIGNMENT
                            + ": there is no such role. AWS says: \""
                            + answer
                            + "\" Check the spelling (usually <application>-<namespace>), or let"
                            + " idp-advanced make it";
            case ObservedRole.Hidden(var answer) ->
                    NO_ASSIGNMENT
                            + ". AWS says: \""
                            + answer
                            + "\" Either there is no role of that name (usually"
                            + " <application>-<namespace>: check the spelling), or it was not made"
                            + " by the platform's charts, whose mark these credentials need to"
                            + " change it";
            case null -> throw new IllegalStateException("not observed: " + role);
        };
    }

    private static String mark(@Nullable Map<String, String> tags) {
        String managedBy = tags == null ? null : tags.get(Release.MANAGED_BY_TAG);
        return (managedBy == null
                        ? "it has no tag " + Release.MANAGED_BY_TAG
                        : "its tag " + Release.MANAGED_BY_TAG + " says " + managedBy)
                + ", theirs have "
                + Release.PLATFORM;
    }

    /** What was granted before the platform demanded its mark stays. */
    private boolean hasPolicyOfOurs(ObservedRole.Present present) {
        return present.attached().stream().anyMatch(arn -> policy(arn) != null);
    }

    private @Nullable String foreignBoundary(DesiredPrincipal one, @Nullable String boundary) {
        if (one.boundary() == null || boundary == null || policy(boundary) != null) {
            return null;
        }
        return "has the permissions boundary "
                + boundary
                + " already, which is not of this release; remove that one, or leave"
                + " permissionsBoundary out";
    }

    /** The policy of this release that has this ARN. */
    private @Nullable ObservedPolicy policy(@Nullable String arn) {
        return observed.policies().values().stream()
                .filter(policy -> policy.arn().equals(arn))
                .filter(
                        policy ->
                                Owner.of(policy.tags())
                                        .equals(new Owner.OwnedBy(desired.release())))
                .findFirst()
                .orElse(null);
    }

    /** Steps before policies are attached; also finds those that come later. */
    List<Step> given() {
        List<Step> given = new ArrayList<>();
        for (DesiredPrincipal one : wanted.values()) {
            if (obstacle(one.principal()) == null) {
                prepare(one, given);
            }
        }
        departed();
        return given;
    }

    /** Steps once the policies are attached. */
    List<Step> joined() {
        return joined;
    }

    /** Steps once access is taken. */
    List<Step> taken() {
        return taken;
    }

    private void prepare(DesiredPrincipal one, List<Step> given) {
        Principal principal = one.principal();
        ObservedPolicy boundary =
                one.boundary() == null ? null : observed.policies().get(one.boundary());
        String boundaryArn = boundary == null ? null : boundary.arn();
        switch (observed.principals().get(principal)) {
            case ObservedPrincipal.Present present -> {
                tags(one, present, given);
                if (one.boundary() != null
                        && (boundaryArn == null || !boundaryArn.equals(present.boundary()))) {
                    given.add(
                            new SetBoundary(
                                    principal, one.boundary(), boundaryArn, present.boundary()));
                }
                members(one, present, isMade(principal, present));
            }
            case null, default -> {
                Map<String, String> tags = new LinkedHashMap<>(one.creationTags());
                tags.putAll(one.tags());
                given.add(new CreatePrincipal(principal, tags, one.boundary(), boundaryArn));
                members(one, null, true);
            }
        }
    }

    private static void tags(
            DesiredPrincipal one, ObservedPrincipal.Present present, List<Step> given) {
        Map<String, String> from = new LinkedHashMap<>();
        Map<String, String> to = new LinkedHashMap<>();
        one.tags()
                .forEach(
                        (key, value) -> {
                            String old = present.tags().get(key);
                            if (!value.equals(old)) {
                                to.put(key, value);
                                if (old != null) {
                                    from.put(key, old);
                                }
                            }
                        });
        if (!to.isEmpty()) {
            given.add(new TagPrincipal(one.principal(), from, to));
        }
    }

    private void members(
            DesiredPrincipal group, ObservedPrincipal.@Nullable Present there, boolean made) {
        Principal principal = group.principal();
        Set<String> present = there == null ? Set.of() : there.members();
        String path = there == null ? null : there.path();
        for (String member : group.members()) {
            if (!present.contains(member)) {
                joined.add(new Join(Principal.user(member), principal.name(), path));
            }
        }
        if (principal.kind() == Principal.Kind.GROUP) {
            for (String member : present.stream().sorted().toList()) {
                if (!group.members().contains(member)) {
                    taken.add(
                            made
                                    ? new Leave(
                                            Principal.user(member),
                                            principal.name(),
                                            desired.release().groupPath())
                                    : new Note(
                                            principal.toString(),
                                            "was not made by this release, so its member "
                                                    + member
                                                    + " stays in it and has what the policy gives"
                                                    + " to that name"));
                }
            }
        }
    }

    /** Whether this release made it. Groups have no tags in AWS; their path says it. */
    private boolean isMade(Principal principal, ObservedPrincipal.Present present) {
        return principal.kind() == Principal.Kind.GROUP
                ? present.path().equals(desired.release().groupPath())
                : Owner.of(present.tags()).equals(new Owner.OwnedBy(desired.release()));
    }

    /** Principals of this release's policies that the values no longer name. */
    private void departed() {
        if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
            return;
        }
        Set<Principal> rolesOfTables = new HashSet<>();
        desired.roles().forEach(access -> rolesOfTables.add(Principal.role(access.role())));
        List<Step> deletions = new ArrayList<>();
        observed.principals()
                .forEach(
                        (principal, state) -> {
                            if (state instanceof ObservedPrincipal.Present present) {
                                if (!wanted.containsKey(principal)
                                        && isMade(principal, present)
                                        && !rolesOfTables.contains(principal)
                                        && isNotMember(principal)) {
                                    leaveAll(present, principal);
                                    deletions.add(new DeletePrincipal(principal));
                                } else {
                                    unbound(principal, present);
                                }
                            }
                        });
        taken.addAll(deletions);
    }

    private boolean isNotMember(Principal principal) {
        return principal.kind() != Principal.Kind.USER
                || wanted.values().stream()
                        .noneMatch(one -> one.members().contains(principal.name()));
    }

    private void leaveAll(ObservedPrincipal.Present group, Principal principal) {
        if (principal.kind() == Principal.Kind.GROUP) {
            group.members().stream()
                    .sorted()
                    .forEach(
                            member ->
                                    taken.add(
                                            new Leave(
                                                    Principal.user(member),
                                                    principal.name(),
                                                    group.path())));
        }
    }

    /** What a principal that stays had from an environment that it is no longer of. */
    private void unbound(Principal principal, ObservedPrincipal.Present present) {
        DesiredPrincipal one = wanted.get(principal);
        ObservedPolicy boundary = policy(present.boundary());
        if (boundary != null && (one == null || one.boundary() == null)) {
            taken.add(
                    new Note(
                            principal.toString(),
                            "has no border any more: whatever else is attached to it holds again"));
            taken.add(new RemoveBoundary(principal, boundary.name(), boundary.arn()));
        }
        boolean needsTag = one != null && one.tags().containsKey(Release.ENVIRONMENT_TAG);
        String tag = present.tags().get(Release.ENVIRONMENT_TAG);
        if (principal.kind() == Principal.Kind.ROLE
                && !needsTag
                && !isMade(principal, present)
                && tag != null) {
            taken.add(new UntagPrincipal(principal, Release.ENVIRONMENT_TAG, tag));
        }
    }
}
