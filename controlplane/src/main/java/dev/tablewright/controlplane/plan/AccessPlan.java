package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.AccessChange.Direction;
import dev.tablewright.controlplane.plan.Step.Attach;
import dev.tablewright.controlplane.plan.Step.CreatePolicy;
import dev.tablewright.controlplane.plan.Step.DeletePolicy;
import dev.tablewright.controlplane.plan.Step.Detach;
import dev.tablewright.controlplane.plan.Step.Differs;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.Refuse;
import dev.tablewright.controlplane.plan.Step.ReplacePolicy;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans the policies of the roles.
 *
 * <p>A role never loses what it keeps, not even for a moment: new policies are attached first, a
 * policy that takes over a grant is written before the one that hands it over, and what has no use
 * any more goes last.
 */
final class AccessPlan {
    /** IAM keeps that many versions of a policy. */
    private static final int MAX_VERSIONS = 5;

    private final DesiredState desired;
    private final ObservedState observed;
    private final List<Step> given = new ArrayList<>();
    private final List<Step> taken = new ArrayList<>();

    private AccessPlan(DesiredState desired, ObservedState observed) {
        this.desired = desired;
        this.observed = observed;
    }

    static AccessPlan of(DesiredState desired, ObservedState observed) {
        AccessPlan plan = new AccessPlan(desired, observed);
        desired.roles().forEach(plan::role);
        plan.departed();
        return plan;
    }

    List<Step> steps() {
        List<Step> all = new ArrayList<>(given);
        all.addAll(taken);
        return desired.managementPolicies() == ManagementPolicies.OBSERVE
                ? all.stream().map(AccessPlan::difference).toList()
                : all;
    }

    private static Step difference(Step step) {
        return switch (step) {
            case CreatePolicy create ->
                    new Differs(create.subject(), "policy", "absent", "present");
            case ReplacePolicy replace ->
                    new Differs(replace.subject(), "document", "other grants", "as in the values");
            case DeletePolicy delete ->
                    new Differs(delete.subject(), "policy", "present", "absent");
            case Attach attach ->
                    new Differs(
                            attach.subject(),
                            "attached policy " + attach.policy(),
                            "absent",
                            "present");
            case Detach detach ->
                    new Differs(
                            detach.subject(),
                            "attached policy " + detach.policy(),
                            "present",
                            "absent");
            case Refuse refuse -> new Note(refuse.subject(), refuse.reason());
            default -> step;
        };
    }

    private void role(RoleAccess access) {
        String subject = "role " + access.role();
        switch (observed.roles().get(access.role())) {
            case ObservedRole.Present(var attached) -> {
                if (allowed(access, attached)) {
                    create(access, attached);
                    rewrite(access);
                }
            }
            case ObservedRole.Missing(var answer) ->
                    given.add(new Refuse(subject, missing(answer)));
            case null -> throw new IllegalStateException("not observed: " + subject);
        }
    }

    private static String missing(String answer) {
        return "cannot be given access. AWS says: \""
                + answer
                + "\" Either there is no role of that name (usually <application>-<namespace>:"
                + " check the spelling), or it was not made by the platform's charts, whose mark"
                + " these credentials need to change it";
    }

    private boolean allowed(RoleAccess access, Set<String> attached) {
        String subject = "role " + access.role();
        int before = given.size();
        long foreign =
                attached.stream()
                        .filter(arn -> ours(access.role()).noneMatch(p -> p.arn().equals(arn)))
                        .filter(arn -> access.parts().stream().noneMatch(p -> isNamed(arn, p)))
                        .count();
        int needed = access.parts().size();
        if (needed + foreign > desired.maxPoliciesPerRole()) {
            given.add(
                    new Refuse(
                            subject,
                            "needs "
                                    + needed
                                    + " policies for its tables"
                                    + (foreign > 0 ? " beside " + foreign + " others it has" : "")
                                    + "; at most "
                                    + desired.maxPoliciesPerRole()
                                    + " are allowed (policy.maxPoliciesPerRole)"));
        }
        for (PolicyPart part : access.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy != null && !isOurs(policy, access.role())) {
                given.add(
                        new Refuse(
                                "policy " + part.name(),
                                "exists and belongs to "
                                        + owner(policy)
                                        + "; delete or rename it first"));
            } else if (policy != null && !policy.path().equals(desired.policyPath())) {
                given.add(
                        new Refuse(
                                "policy " + part.name(),
                                "has the path "
                                        + policy.path()
                                        + " and should have "
                                        + desired.policyPath()
                                        + "; a path cannot be changed"));
            }
        }
        return given.size() == before;
    }

    private static boolean isNamed(String arn, PolicyPart part) {
        return arn.endsWith("/" + part.name());
    }

    private boolean isOurs(ObservedPolicy policy, String role) {
        return Owner.of(policy.tags()).equals(new Owner.OwnedBy(desired.release()))
                && Owner.role(policy.tags()).map(role::equals).orElse(true);
    }

    private static String owner(ObservedPolicy policy) {
        return switch (Owner.of(policy.tags())) {
            case Owner.OwnedBy(var release) ->
                    release + Owner.role(policy.tags()).map(role -> ", role " + role).orElse("");
            case Owner.Nobody _ -> "nobody, as it has no ownership tags";
            case Owner.Unknown(var description) -> description;
        };
    }

    private void create(RoleAccess access, Set<String> attached) {
        for (PolicyPart part : access.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy == null) {
                given.add(
                        new CreatePolicy(
                                part.name(),
                                desired.policyPath(),
                                part.document(),
                                desired.release().policyTags(access.role())));
                given.add(new Attach(access.role(), part.name(), null));
            } else if (!attached.contains(policy.arn())) {
                given.add(new Attach(access.role(), part.name(), policy.arn()));
            }
        }
    }

    /**
     * A policy that is to be written anew.
     *
     * @param gone what it will no longer allow, by resource
     * @param gained what it will allow newly
     */
    private record Rewrite(
            PolicyPart part,
            ObservedPolicy policy,
            NavigableMap<String, NavigableSet<String>> gone,
            NavigableMap<String, NavigableSet<String>> gained) {
        static Rewrite of(PolicyPart part, ObservedPolicy policy) {
            var before = actions(policy.document());
            var after = actions(part.document());
            return new Rewrite(part, policy, minus(before, after), minus(after, before));
        }

        /** Whether something that this policy gives up is to be allowed by {@code other}. */
        boolean handsOverTo(Rewrite other) {
            return other.gained.entrySet().stream()
                    .anyMatch(
                            entry ->
                                    gone.getOrDefault(entry.getKey(), new TreeSet<>()).stream()
                                            .anyMatch(entry.getValue()::contains));
        }
    }

    /** Writes the policies that differ, takers of grants before givers. */
    private void rewrite(RoleAccess access) {
        List<Rewrite> open = new ArrayList<>();
        for (PolicyPart part : access.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy != null && !sameMeaning(policy.document(), part.document())) {
                open.add(Rewrite.of(part, policy));
            }
        }
        while (!open.isEmpty()) {
            Rewrite next = nextToWrite(open);
            open.remove(next);
            given.add(replace(next.policy(), next.part().document()));
        }
    }

    private Rewrite nextToWrite(List<Rewrite> open) {
        for (Rewrite rewrite : open) {
            if (open.stream().noneMatch(rewrite::handsOverTo)) {
                return rewrite;
            }
        }
        // Possible only when tables were moved around in the file: the policies of a role fill up
        // in the order of the file.
        Rewrite first = open.getFirst();
        given.add(
                new Note(
                        "policy " + first.part().name(),
                        "exchanges tables with another policy of its role; between the two steps"
                                + " the role lacks some of them for a moment"));
        return first;
    }

    private static ReplacePolicy replace(ObservedPolicy policy, String document) {
        boolean full = policy.otherVersions().size() + 1 >= MAX_VERSIONS;
        return new ReplacePolicy(
                policy.name(),
                policy.arn(),
                policy.defaultVersion(),
                document,
                full ? policy.otherVersions().getFirst() : null);
    }

    private static boolean sameMeaning(String document, String other) {
        return document.equals(other)
                || PolicyMeaning.of(document)
                        .statements()
                        .equals(PolicyMeaning.of(other).statements());
    }

    /** Policies of this release that the values no longer need. */
    private void departed() {
        for (ObservedPolicy policy : departedPolicies()) {
            String role = Owner.role(policy.tags()).orElse("");
            if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
                taken.add(
                        new Note(
                                "policy " + policy.name(),
                                "has left the values and stays, by deletionPolicy Orphan; the role"
                                        + " "
                                        + role
                                        + " keeps what it allows"));
                continue;
            }
            if (isAttached(policy, role)) {
                taken.add(new Detach(role, policy.name(), policy.arn()));
            }
            taken.add(new DeletePolicy(policy.name(), policy.arn(), policy.otherVersions()));
        }
    }

    private List<ObservedPolicy> departedPolicies() {
        Set<String> wanted = new HashSet<>();
        desired.roles().forEach(access -> access.parts().forEach(part -> wanted.add(part.name())));
        return observed.policies().values().stream()
                .filter(
                        policy ->
                                Owner.of(policy.tags())
                                        .equals(new Owner.OwnedBy(desired.release())))
                .filter(policy -> !wanted.contains(policy.name()))
                .toList();
    }

    private boolean isAttached(ObservedPolicy policy, String role) {
        return observed.roles().get(role) instanceof ObservedRole.Present(var attached)
                && attached.contains(policy.arn());
    }

    private Stream<ObservedPolicy> ours(String role) {
        return observed.policies().values().stream()
                .filter(policy -> isOurs(policy, role) && Owner.role(policy.tags()).isPresent());
    }

    /** Who gains and who loses what, by these policies; policies of others are not looked at. */
    List<AccessChange> changes() {
        if (desired.managementPolicies() == ManagementPolicies.OBSERVE) {
            return List.of();
        }
        NavigableMap<String, NavigableMap<String, NavigableSet<String>>> before = before();
        NavigableMap<String, NavigableMap<String, NavigableSet<String>>> after = after();
        Set<String> roles = new TreeSet<>(before.keySet());
        roles.addAll(after.keySet());
        List<AccessChange> changes = new ArrayList<>();
        for (String role : roles) {
            var had = before.getOrDefault(role, new TreeMap<>());
            var has = after.getOrDefault(role, new TreeMap<>());
            minus(has, had)
                    .forEach((on, what) -> changes.add(change(role, Direction.GAINS, what, on)));
            minus(had, has)
                    .forEach((on, what) -> changes.add(change(role, Direction.LOSES, what, on)));
        }
        return changes;
    }

    private static AccessChange change(
            String role, Direction direction, NavigableSet<String> actions, String resource) {
        return new AccessChange(role, direction, actions, resource);
    }

    private NavigableMap<String, NavigableMap<String, NavigableSet<String>>> before() {
        NavigableMap<String, NavigableMap<String, NavigableSet<String>>> access = new TreeMap<>();
        for (ObservedPolicy policy : observed.policies().values()) {
            Owner.role(policy.tags())
                    .filter(role -> isOurs(policy, role) && isAttached(policy, role))
                    .ifPresent(role -> add(access, role, policy.document()));
        }
        return access;
    }

    private NavigableMap<String, NavigableMap<String, NavigableSet<String>>> after() {
        NavigableMap<String, NavigableMap<String, NavigableSet<String>>> access = new TreeMap<>();
        desired.roles()
                .forEach(
                        role ->
                                role.parts()
                                        .forEach(
                                                part -> add(access, role.role(), part.document())));
        if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
            for (ObservedPolicy policy : departedPolicies()) {
                Owner.role(policy.tags())
                        .filter(role -> isAttached(policy, role))
                        .ifPresent(role -> add(access, role, policy.document()));
            }
        }
        return access;
    }

    private static void add(
            NavigableMap<String, NavigableMap<String, NavigableSet<String>>> access,
            String role,
            String document) {
        NavigableMap<String, NavigableSet<String>> ofRole =
                access.computeIfAbsent(role, _ -> new TreeMap<>());
        actions(document)
                .forEach(
                        (resource, actions) ->
                                ofRole.computeIfAbsent(resource, _ -> new TreeSet<>())
                                        .addAll(actions));
    }

    private static NavigableMap<String, NavigableSet<String>> actions(String document) {
        return PolicyMeaning.of(document).actions();
    }

    private static NavigableMap<String, NavigableSet<String>> minus(
            NavigableMap<String, NavigableSet<String>> all,
            NavigableMap<String, NavigableSet<String>> less) {
        NavigableMap<String, NavigableSet<String>> rest = new TreeMap<>();
        all.forEach(
                (resource, actions) -> {
                    NavigableSet<String> remaining = new TreeSet<>(actions);
                    remaining.removeAll(less.getOrDefault(resource, new TreeSet<>()));
                    if (!remaining.isEmpty()) {
                        rest.put(resource, remaining);
                    }
                });
        return rest;
    }
}
