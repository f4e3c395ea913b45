package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A decision with what led to it. Slower than {@link PolicyEvaluator#decide}, and always of one
 * mind with it: the decision is made there.
 *
 * @param decision what a request would get
 * @param matched the statements that determine the decision: the Deny statements that it names, or
 *     every Allow that applies; none for an implicit denial
 * @param missingKeys keys that statements about this action and resource look at and the request
 *     has not, as they are written there
 * @param layers what each attached layer says by itself: whether it allows, and if not, whether
 *     because a statement denies
 */
public record Simulation(
        Decision decision,
        List<StatementRef> matched,
        List<String> missingKeys,
        Map<PolicyLayer, Outcome> layers) {
    /** What a layer, or all of them together, come to. */
    public enum Outcome {
        /** Allowed. */
        ALLOWED,
        /** A statement denies. */
        EXPLICIT_DENY,
        /** No statement allows. */
        IMPLICIT_DENY
    }

    /** Copies the collections. */
    public Simulation {
        matched = List.copyOf(matched);
        missingKeys = List.copyOf(missingKeys);
        layers = Map.copyOf(layers);
    }

    /** Decides as {@link PolicyEvaluator#decide} does, and explains. */
    public static Simulation of(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        Decision decision = PolicyEvaluator.decide(request, policies, resourcePolicy);
        Map<PolicyLayer, List<StatementRef>> applying =
                PolicyEvaluator.applying(request, policies, resourcePolicy);
        List<StatementRef> matched =
                switch (decision) {
                    case Decision.Allowed _ ->
                            applying.values().stream().flatMap(List::stream).toList();
                    case Decision.ExplicitlyDenied(_, var statements) -> statements;
                    case Decision.ImplicitlyDenied _ -> List.of();
                };
        Map<PolicyLayer, Outcome> layers = new EnumMap<>(PolicyLayer.class);
        applying.forEach((layer, statements) -> layers.put(layer, outcome(statements)));
        return new Simulation(
                decision, matched, missingKeys(request, policies, resourcePolicy), layers);
    }

    /** Returns what the decision comes to. */
    public Outcome outcome() {
        return switch (decision) {
            case Decision.Allowed _ -> Outcome.ALLOWED;
            case Decision.ExplicitlyDenied _ -> Outcome.EXPLICIT_DENY;
            case Decision.ImplicitlyDenied _ -> Outcome.IMPLICIT_DENY;
        };
    }

    private static Outcome outcome(List<StatementRef> applying) {
        if (applying.isEmpty()) {
            return Outcome.IMPLICIT_DENY;
        }
        boolean denied =
                applying.stream().anyMatch(s -> s.statement().source().effect() == Effect.DENY);
        return denied ? Outcome.EXPLICIT_DENY : Outcome.ALLOWED;
    }

    private static List<String> missingKeys(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        List<AttachedPolicy> all = new ArrayList<>(policies.identity());
        if (policies.boundary() != null) {
            all.add(policies.boundary());
        }
        if (policies.session() != null) {
            all.addAll(policies.session());
        }
        if (resourcePolicy != null) {
            all.add(resourcePolicy);
        }
        Check check = new Check(request, policies.boundary() != null);
        Map<String, String> missing = new LinkedHashMap<>();
        for (AttachedPolicy policy : all) {
            for (Statement statement : policy.document().statements()) {
                for (String key : statement.keysNeeded(check)) {
                    if (request.context().get(key) == null) {
                        missing.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
                    }
                }
            }
        }
        return List.copyOf(missing.values());
    }
}
