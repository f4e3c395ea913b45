package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.condition.Condition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which statements bear on a request, and what keeps those from it that nearly do. Decisions stop
 * at the first statement that settles them; this reads all of them, and is for people.
 *
 * @param considered the nearest first: Deny that applies, Allow that applies, Allow that fails by
 *     its conditions, by its resources, by its actions; at most {@value #MOST}
 */
public record Explanation(List<Considered> considered) {
    /** Most statements that are told of; who reads further reads the policies. */
    public static final int MOST = 20;

    /** Copies the list. */
    public Explanation {
        considered = List.copyOf(considered);
    }

    /**
     * One statement.
     *
     * @param obstacles all of one kind; empty when the statement applies
     */
    public record Considered(PolicyLayer layer, StatementRef statement, List<Obstacle> obstacles) {
        /** Copies the list. */
        public Considered {
            obstacles = List.copyOf(obstacles);
        }

        /** Whether the statement says something about the request. */
        public boolean applies() {
            return obstacles.isEmpty();
        }

        private int distance() {
            if (applies()) {
                return statement.statement().source().effect() == Effect.DENY ? 0 : 1;
            }
            return switch (obstacles.getFirst()) {
                case Obstacle.Unmet _ -> 2;
                case Obstacle.OtherPrincipal _ -> 3;
                case Obstacle.OtherResource _ -> 4;
                case Obstacle.OtherAction _ -> 5;
            };
        }
    }

    /** What keeps a statement from a request. */
    public sealed interface Obstacle {
        /** Its Action or NotAction does not cover the action. */
        record OtherAction() implements Obstacle {}

        /** Its Resource or NotResource does not cover the resource. */
        record OtherResource() implements Obstacle {}

        /** Its Principal or NotPrincipal does not cover the caller. */
        record OtherPrincipal() implements Obstacle {}

        /**
         * A condition that is not met.
         *
         * @param wanted the policy's values, variables resolved where they can be
         * @param actual the request's values; null when it does not have the key
         * @param unevaluable why the values could not even be compared; null when they could
         */
        record Unmet(
                Condition condition,
                List<String> wanted,
                @Nullable List<String> actual,
                @Nullable String unevaluable)
                implements Obstacle {}
    }

    /**
     * Explains a request.
     *
     * @param resourcePolicy policy of the resource or trust policy of the role; null for none
     */
    public static Explanation of(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        Check check = new Check(request, policies.boundary() != null);
        List<Considered> all = new ArrayList<>();
        consider(PolicyLayer.IDENTITY, policies.identity(), check, all);
        if (policies.boundary() != null) {
            consider(PolicyLayer.PERMISSIONS_BOUNDARY, List.of(policies.boundary()), check, all);
        }
        if (policies.session() != null) {
            consider(PolicyLayer.SESSION, policies.session(), check, all);
        }
        if (resourcePolicy != null) {
            boolean trust = resourcePolicy.document().kind() == PolicyKind.TRUST;
            consider(
                    trust ? PolicyLayer.TRUST : PolicyLayer.RESOURCE,
                    List.of(resourcePolicy),
                    check,
                    all);
        }
        // Stable: statements that are equally near stay in the order of the policies.
        all.sort(Comparator.comparingInt(Considered::distance));
        return new Explanation(all.subList(0, Math.min(all.size(), MOST)));
    }

    private static void consider(
            PolicyLayer layer, List<AttachedPolicy> policies, Check check, List<Considered> all) {
        for (AttachedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                List<Obstacle> obstacles = statements.get(i).obstacles(check);
                boolean denies = statements.get(i).source().effect() == Effect.DENY;
                if (obstacles.isEmpty() || (!denies && ofOneKind(obstacles))) {
                    all.add(new Considered(layer, new StatementRef(policy, i), obstacles));
                }
            }
        }
    }

    private static boolean ofOneKind(List<Obstacle> obstacles) {
        return obstacles.stream().map(Obstacle::getClass).distinct().count() == 1;
    }
}
