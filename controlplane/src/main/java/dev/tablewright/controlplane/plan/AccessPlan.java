package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.observed.ObservedPolicy;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans the policies of the roles, and those of environments.
 *
 * <p>A role never loses what it keeps, not even for a moment: new policies are attached first, a
 * policy that takes over a grant is written before the one that hands it over, and what has no use
 * any more goes last.
 */
final class AccessPlan {
    /** IAM keeps that many versions of a policy. */
    private static final int MAX_VERSIONS = 5;

    private static final int MAX_POLICIES_PER_GROUP = 10;

    private final DesiredState desired;
    private final ObservedState observed;
    private final List<Step> given = new ArrayList<>();
    private final List<Step> taken = new ArrayList<>();
    private final List<Step> last = new ArrayList<>();

    private AccessPlan(DesiredState desired, ObservedState observed) {
        this.desired = desired;
        this.observed = observed;
    }

    static AccessPlan of(DesiredState desired, ObservedState observed) {
        AccessPlan plan = new AccessPlan(desired, observed);
        PrincipalPlan principals = new PrincipalPlan(desired, observed);
        Set<Principal> able = plan.able(principals);
        List<PolicySet> sets = desired.policies();
        // A border stands before anybody can cross it.
        for (PolicySet.Use use : List.of(PolicySet.Use.BOUNDARY, PolicySet.Use.ATTACHED)) {
            sets.stream().filter(set -> set.use() == use).forEach(set -> plan.policies(set, able));
            if (use == PolicySet.Use.BOUNDARY) {
                plan.given.addAll(principals.given());
            }
        }
        plan.given.addAll(principals.joined());
        plan.departed();
        plan.taken.addAll(principals.taken());
        return plan;
    }

    List<Step> steps() {
        List<Step> all = new ArrayList<>(given);
        all.addAll(taken);
        return said(all);
    }

    /**
     * Steps that come after tables are deleted: while an environment's policies are there, a plan
     * that was stopped knows where to go on.
     */
    List<Step> lastSteps() {
        return said(last);
    }

    private List<Step> said(List<Step> all) {
        return desired.managementPolicies() == ManagementPolicies.OBSERVE
                ? all.stream().flatMap(this::differences).toList()
                : all;
    }

    private Stream<Step> differences(Step step) {
        return switch (step) {
            case ReplacePolicy replace -> documentDiffers(replace);
            default -> Stream.of(difference(step));
        };
    }

    /** Resource by resource; what is not about actions on resources is one difference. */
    private Stream<Step> documentDiffers(ReplacePolicy replace) {
        ObservedPolicy policy = observed.policies().get(replace.name());
        if (policy == null) {
            throw new IllegalStateException("replaced, but not there: " + replace.name());
        }
        var is = actions(policy.document());
        var should = actions(replace.document());
        Set<String> resources = new TreeSet<>(is.keySet());
        resources.addAll(should.keySet());
        List<Step> differences = new ArrayList<>();
        for (String resource : resources) {
            NavigableSet<String> has = is.getOrDefault(resource, new TreeSet<>());
            NavigableSet<String> wants = should.getOrDefault(resource, new TreeSet<>());
            if (!has.equals(wants)) {
                differences.add(
                        new Differs(
                                replace.subject(),
                                "what it says on " + resource,
                                words(has, wants),
                                words(wants, has)));
            }
        }
        return differences.isEmpty()
                ? Stream.of(
                        new Differs(
                                replace.subject(), "document", "other statements", "as declared"))
                : differences.stream();
    }

    /** Only what the other lacks, when the two have something in common. */
    private static String words(NavigableSet<String> actions, NavigableSet<String> others) {
        if (actions.isEmpty()) {
            return "nothing";
        }
        NavigableSet<String> own = new TreeSet<>(actions);
        own.removeAll(others);
        if (own.size() == actions.size()) {
            return String.join(", ", actions);
        }
        return own.isEmpty() ? "without it" : "with " + String.join(", ", own);
    }

    private static Step difference(Step step) {
        return switch (step) {
            case CreatePolicy create ->
                    new Differs(create.subject(), "policy", "absent", "present");
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
            case Refuse refuse ->
                    new Differs(
                            refuse.subject(),
                            "access",
                            "refused (" + refuse.reason() + ")",
                            "as in the values");
            case Step.SetPolicyTags tags ->
                    new Differs(tags.subject(), "tags", "others", tags.to().toString());
            case Step.OnPrincipal change -> difference(change);
            default -> step;
        };
    }

    private static Step difference(Step.OnPrincipal change) {
        String subject = change.subject();
        return switch (change) {
            case Step.CreatePrincipal _ -> new Differs(subject, "itself", "absent", "present");
            case Step.DeletePrincipal _ -> new Differs(subject, "itself", "present", "absent");
            case Step.SetBoundary set ->
                    new Differs(
                            subject,
                            "permissions boundary",
                            set.from() == null ? "none" : set.from(),
                            set.policy());
            case Step.RemoveBoundary remove ->
                    new Differs(subject, "permissions boundary", remove.policy(), "none");
            case Step.TagPrincipal tag ->
                    new Differs(
                            subject,
                            "tags",
                            tag.from().isEmpty() ? "absent" : tag.from().toString(),
                            tag.to().toString());
            case Step.UntagPrincipal untag ->
                    new Differs(subject, "tag " + untag.tag(), "present", "absent");
            case Step.Join join ->
                    new Differs(subject, "member of the group " + join.group(), "no", "yes");
            case Step.Leave leave ->
                    new Differs(subject, "member of the group " + leave.group(), "yes", "no");
        };
    }

    /** Principals that can be given all their policies; about the others it says why not. */
    private Set<Principal> able(PrincipalPlan principals) {
        Map<Principal, List<PolicyPart>> parts = new LinkedHashMap<>();
        for (PolicySet set : desired.policies()) {
            for (Principal holder : set.holders()) {
                List<PolicyPart> ofHolder = parts.computeIfAbsent(holder, _ -> new ArrayList<>());
                if (set.use() == PolicySet.Use.ATTACHED) {
                    ofHolder.addAll(set.parts());
                }
            }
        }
        desired.principals()
                .forEach(one -> parts.computeIfAbsent(one.principal(), _ -> new ArrayList<>()));
        Set<Principal> able = new HashSet<>();
        parts.forEach(
                (holder, ofHolder) -> {
                    String obstacle = principals.obstacle(holder);
                    if (obstacle != null) {
                        given.add(new Refuse(holder.toString(), obstacle));
                    } else if (hasRoom(holder, ofHolder)) {
                        able.add(holder);
                    }
                });
        return able;
    }

    private Set<String> attached(Principal principal) {
        return PrincipalPlan.attached(observed, principal);
    }

    private boolean hasRoom(Principal holder, List<PolicyPart> parts) {
        long foreign =
                attached(holder).stream()
                        .filter(arn -> ours(holder).noneMatch(p -> p.arn().equals(arn)))
                        .filter(arn -> parts.stream().noneMatch(p -> isNamed(arn, p)))
                        .count();
        int needed = parts.size();
        int most =
                holder.kind() == Principal.Kind.GROUP
                        ? MAX_POLICIES_PER_GROUP
                        : desired.maxPoliciesPerRole();
        if (needed + foreign <= most) {
            return true;
        }
        given.add(
                new Refuse(
                        holder.toString(),
                        "needs "
                                + needed
                                + " policies for its tables"
                                + (foreign > 0 ? " beside " + foreign + " others it has" : "")
                                + "; at most "
                                + most
                                + " are allowed"
                                + (holder.kind() == Principal.Kind.GROUP
                                        ? " for a group"
                                        : " (policy.maxPoliciesPerRole)")));
        return false;
    }

    private void policies(PolicySet set, Set<Principal> able) {
        if (able.containsAll(set.holders()) && allowed(set)) {
            create(set);
            rewrite(set);
        }
    }

    private boolean allowed(PolicySet set) {
        int before = given.size();
        for (PolicyPart part : set.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy != null && !isOurs(policy, set)) {
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

    private boolean isOurs(ObservedPolicy policy) {
        return Owner.of(policy.tags()).equals(new Owner.OwnedBy(desired.release()));
    }

    /** Of this release, and not marked as being for somebody else in it. */
    private boolean isOurs(ObservedPolicy policy, PolicySet set) {
        return isOurs(policy)
                && agree(Owner.principal(policy.tags()), Owner.principal(set.tags()))
                && agree(Owner.environment(policy.tags()), Owner.environment(set.tags()));
    }

    private static <T> boolean agree(Optional<T> marked, Optional<T> wanted) {
        return marked.isEmpty() || marked.equals(wanted);
    }

    private static String owner(ObservedPolicy policy) {
        return switch (Owner.of(policy.tags())) {
            case Owner.OwnedBy(var release) ->
                    release + Owner.principal(policy.tags()).map(who -> ", " + who).orElse("");
            case Owner.Nobody _ -> "nobody, as it has no ownership tags";
            case Owner.Unknown(var description) -> description;
        };
    }

    private void create(PolicySet set) {
        for (PolicyPart part : set.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy == null) {
                given.add(
                        new CreatePolicy(
                                part.name(), desired.policyPath(), part.document(), set.tags()));
            } else {
                tags(policy, set);
            }
            if (set.use() == PolicySet.Use.ATTACHED) {
                for (Principal holder : set.holders()) {
                    if (policy == null || !attached(holder).contains(policy.arn())) {
                        String arn = policy == null ? null : policy.arn();
                        given.add(new Attach(holder, part.name(), arn));
                    }
                }
            }
        }
        leave(set);
    }

    /** Principals that hold a policy which is no longer for them. */
    private void leave(PolicySet set) {
        for (PolicyPart part : set.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy != null) {
                policy.attachedTo().stream()
                        .filter(
                                holder ->
                                        set.use() == PolicySet.Use.BOUNDARY
                                                || !set.holders().contains(holder))
                        .forEach(
                                holder ->
                                        taken.add(new Detach(holder, policy.name(), policy.arn())));
            }
        }
    }

    /** Only what says how long an environment lives can change; the rest says whose it is. */
    private void tags(ObservedPolicy policy, PolicySet set) {
        if (Owner.environment(set.tags()).isEmpty()) {
            return;
        }
        Map<String, String> to = TableChanges.environmentTags(policy.tags(), set.tags());
        if (!to.isEmpty()) {
            given.add(new Step.SetPolicyTags(policy.name(), policy.arn(), to));
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
    private void rewrite(PolicySet set) {
        List<Rewrite> open = new ArrayList<>();
        for (PolicyPart part : set.parts()) {
            ObservedPolicy policy = observed.policies().get(part.name());
            if (policy != null && !PolicyMeaning.same(policy.document(), part.document())) {
                open.add(Rewrite.of(part, policy));
            }
        }
        while (!open.isEmpty()) {
            Rewrite next = nextToWrite(open);
            open.remove(next);
            given.add(replace(next.policy(), next.part().document(), set.holders()));
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

    private static ReplacePolicy replace(
            ObservedPolicy policy, String document, List<Principal> holders) {
        boolean full = policy.otherVersions().size() + 1 >= MAX_VERSIONS;
        return new ReplacePolicy(
                policy.name(),
                policy.arn(),
                policy.defaultVersion(),
                document,
                full ? policy.otherVersions().getFirst() : null,
                holders);
    }

    /** Policies of this release that the values no longer need. */
    private void departed() {
        for (ObservedPolicy policy : departedPolicies()) {
            if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
                taken.add(
                        new Note(
                                "policy " + policy.name(),
                                "has left the values and stays, by deletionPolicy Orphan; "
                                        + Owner.principal(policy.tags())
                                                .map(who -> "the " + who + " keeps")
                                                .orElse("its holders keep")
                                        + " what it allows"));
                continue;
            }
            for (Principal holder : holders(policy)) {
                taken.add(new Detach(holder, policy.name(), policy.arn()));
            }
            // As long as it is there, it says in which regions there may be tables to delete.
            last.add(new DeletePolicy(policy.name(), policy.arn(), policy.otherVersions()));
        }
    }

    private List<ObservedPolicy> departedPolicies() {
        Set<String> wanted = new HashSet<>();
        desired.policies().forEach(set -> set.parts().forEach(part -> wanted.add(part.name())));
        return observed.policies().values().stream()
                .filter(this::isOurs)
                .filter(policy -> !wanted.contains(policy.name()))
                .toList();
    }

    /** Those to whom a policy is attached: of an environment all, otherwise the role it is for. */
    private Set<Principal> holders(ObservedPolicy policy) {
        if (Owner.environment(policy.tags()).isPresent()) {
            return policy.attachedTo();
        }
        return Owner.principal(policy.tags())
                .filter(holder -> attached(holder).contains(policy.arn()))
                .map(Set::of)
                .orElse(Set.of());
    }

    private Stream<ObservedPolicy> ours(Principal holder) {
        return observed.policies().values().stream()
                .filter(this::isOurs)
                .filter(
                        policy ->
                                Owner.principal(policy.tags()).map(holder::equals).orElse(false)
                                        || policy.attachedTo().contains(holder));
    }

    /** Who gains and who loses what, by these policies; policies of others are not looked at. */
    List<AccessChange> changes() {
        Map<Principal, NavigableMap<String, NavigableSet<String>>> before = before();
        Map<Principal, NavigableMap<String, NavigableSet<String>>> after = after();
        Set<Principal> holders = new TreeSet<>(before.keySet());
        holders.addAll(after.keySet());
        List<AccessChange> changes = new ArrayList<>();
        for (Principal holder : holders) {
            var had = before.getOrDefault(holder, new TreeMap<>());
            var has = after.getOrDefault(holder, new TreeMap<>());
            minus(has, had)
                    .forEach((on, what) -> changes.add(change(holder, Direction.GAINS, what, on)));
            minus(had, has)
                    .forEach((on, what) -> changes.add(change(holder, Direction.LOSES, what, on)));
        }
        return changes;
    }

    private static AccessChange change(
            Principal holder, Direction direction, NavigableSet<String> actions, String resource) {
        return new AccessChange(holder, direction, actions, resource);
    }

    private Map<Principal, NavigableMap<String, NavigableSet<String>>> before() {
        Map<Principal, NavigableMap<String, NavigableSet<String>>> access = new TreeMap<>();
        for (ObservedPolicy policy : observed.policies().values()) {
            if (isOurs(policy)) {
                holders(policy).forEach(holder -> add(access, holder, policy.document()));
            }
        }
        return access;
    }

    private Map<Principal, NavigableMap<String, NavigableSet<String>>> after() {
        Map<Principal, NavigableMap<String, NavigableSet<String>>> access = new TreeMap<>();
        for (PolicySet set : desired.policies()) {
            if (set.use() == PolicySet.Use.ATTACHED) {
                for (Principal holder : set.holders()) {
                    set.parts().forEach(part -> add(access, holder, part.document()));
                }
            }
        }
        if (desired.deletionPolicy() == DeletionPolicy.ORPHAN) {
            for (ObservedPolicy policy : departedPolicies()) {
                holders(policy).forEach(holder -> add(access, holder, policy.document()));
            }
        }
        return access;
    }

    private static void add(
            Map<Principal, NavigableMap<String, NavigableSet<String>>> access,
            Principal holder,
            String document) {
        NavigableMap<String, NavigableSet<String>> ofHolder =
                access.computeIfAbsent(holder, _ -> new TreeMap<>());
        actions(document)
                .forEach(
                        (resource, actions) ->
                                ofHolder.computeIfAbsent(resource, _ -> new TreeSet<>())
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
