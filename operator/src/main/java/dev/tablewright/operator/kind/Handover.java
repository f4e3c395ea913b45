package dev.tablewright.operator.kind;

import dev.tablewright.operator.kind.Rights.Right;
import dev.tablewright.operator.managed.Action;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Neighbours;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.policy.json.PolicySize;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rights that move between the policies of one role, as the chart splits them. The policies are
 * objects of their own, which change in any order; so one that loses a right keeps it until another
 * that shall have it has it, and is attached. The role is never without the right, and nobody gets
 * one that no object names.
 *
 * <p>Policies of one role are those whose tags name the same release and role.
 */
final class Handover {
    /** Helm and other tools write one object after the other. */
    private static final Duration ALL_ARE_WRITTEN = Duration.ofSeconds(5);

    /** How long is waited for others where both do not fit into one policy. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final List<String> ROLE_TAGS =
            List.of("idp/namespace", "idp/release", "idp/role");

    private final Neighbours neighbours;
    private final InstantSource clock;

    /** Since when an object has been to lose rights, by its uid. */
    private final Map<String, Since> losing = new ConcurrentHashMap<>();

    private record Since(long generation, Instant time) {}

    Handover(Neighbours neighbours, InstantSource clock) {
        this.neighbours = neighbours;
        this.clock = clock;
    }

    /**
     * Returns what a policy shall say for now.
     *
     * @param now what it says
     * @param wanted what it shall say in the end
     */
    String next(ManagedObject policy, IamClient iam, String now, String wanted) {
        Set<Right> lost = Rights.of(now);
        lost.removeAll(Rights.of(wanted));
        if (lost.isEmpty() || role(policy) == null) {
            losing.remove(policy.identity().uid());
            return wanted;
        }
        Duration since = since(policy);
        boolean early = since.compareTo(ALL_ARE_WRITTEN) < 0;
        Set<Right> kept = early ? lost : pending(policy, iam, lost).rights();
        if (kept.isEmpty()) {
            return wanted;
        }
        String both = Rights.with(wanted, kept);
        if (PolicySize.withoutWhitespace(both) <= PolicySize.MANAGED_POLICY) {
            return both;
        }
        return since.compareTo(LONGEST_WAIT) < 0 ? now : wanted;
    }

    /**
     * Returns why a policy has to stay attached for now; null if it has not to.
     *
     * @param arn of the policy
     */
    @Nullable String keptFor(ManagedObject attachment, IamClient iam, String arn) {
        for (ManagedObject policy : neighbours.policies(attachment.identity())) {
            if (arn.equals(Trees.map(policy.status().get("atProvider")).get("arn"))
                    && since(attachment).compareTo(LONGEST_WAIT) < 0) {
                Pending pending = pending(policy, iam, rights(iam, arn));
                return pending.rights().isEmpty()
                        ? null
                        : "waits until the role has by %s what it has by this"
                                .formatted(String.join(", ", pending.policies()));
            }
        }
        return null;
    }

    /** The object is no more. */
    void forget(ManagedObject.Identity object) {
        losing.remove(object.uid());
    }

    private Duration since(ManagedObject object) {
        Instant now = clock.instant();
        Since since =
                losing.compute(
                        object.identity().uid(),
                        (_, before) ->
                                before != null && before.generation() == object.generation()
                                        ? before
                                        : new Since(object.generation(), now));
        return Duration.between(since.time(), now);
    }

    private static @Nullable String role(ManagedObject policy) {
        Map<String, String> tags = tags(policy);
        return tags.keySet().containsAll(ROLE_TAGS) ? tags.get("idp/role") : null;
    }

    private static Map<String, String> tags(ManagedObject policy) {
        Map<String, String> tags = new HashMap<>(Trees.textMap(policy.forProvider().get("tags")));
        tags.keySet().retainAll(ROLE_TAGS);
        return tags;
    }

    /**
     * What other policies shall give, and do not give yet.
     *
     * @param policies names of the objects
     */
    private record Pending(Set<Right> rights, List<String> policies) {}

    private Pending pending(ManagedObject policy, IamClient iam, Set<Right> lost) {
        String role = role(policy);
        List<ManagedObject> takers = role == null ? List.of() : takers(policy, lost);
        if (role == null || takers.isEmpty()) {
            return new Pending(Set.of(), List.of());
        }
        Map<String, String> attached = attached(iam, role);
        Set<Right> pending = new HashSet<>();
        List<String> late = new ArrayList<>();
        if (attached != null) {
            for (ManagedObject taker : takers) {
                Set<Right> missing = shall(taker);
                missing.retainAll(lost);
                String arn = attached.get(name(taker));
                if (arn != null) {
                    missing.removeAll(rights(iam, arn));
                }
                if (!missing.isEmpty()) {
                    late.add(taker.identity().name());
                    pending.addAll(missing);
                }
            }
        }
        return new Pending(pending, late);
    }

    /** Others of the same role that are at work and shall have some of what is lost. */
    private List<ManagedObject> takers(ManagedObject policy, Set<Right> lost) {
        return neighbours.policies(policy.identity()).stream()
                .filter(other -> !other.isDeleted() && other.policies().allows(Action.UPDATE))
                .filter(other -> !"true".equals(other.annotations().get(Annotations.PAUSED)))
                .filter(other -> !other.identity().uid().equals(policy.identity().uid()))
                .filter(other -> tags(other).equals(tags(policy)))
                .filter(other -> shall(other).stream().anyMatch(lost::contains))
                .toList();
    }

    private static Set<Right> shall(ManagedObject policy) {
        return Rights.of(
                Objects.requireNonNullElse(Trees.text(policy.forProvider().get("policy")), "{}"));
    }

    private static String name(ManagedObject policy) {
        return Objects.requireNonNullElse(policy.externalName(), policy.identity().name());
    }

    /** ARNs by name; null if there is no such role, or nobody may ask. */
    private static @Nullable Map<String, String> attached(IamClient iam, String role) {
        try {
            Map<String, String> attached = new HashMap<>();
            iam.listAttachedRolePoliciesPaginator(r -> r.roleName(role))
                    .attachedPolicies()
                    .forEach(one -> attached.put(one.policyName(), one.policyArn()));
            return attached;
        } catch (IamException e) {
            return null;
        }
    }

    private static Set<Right> rights(IamClient iam, String arn) {
        try {
            return Rights.of(
                    Policies.documentOf(iam, iam.getPolicy(r -> r.policyArn(arn)).policy()));
        } catch (NoSuchEntityException _) {
            return new HashSet<>();
        }
    }
}
