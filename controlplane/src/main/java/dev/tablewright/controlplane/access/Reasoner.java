package dev.tablewright.controlplane.access;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.Arn;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.AuthorizationRequest;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Effect;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyEvaluator;
import dev.tablewright.policy.Principal;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ConditionKey;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.condition.Condition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Answers who may do what, before anybody asks the server.
 *
 * <p>What a request alone knows, such as its source address or the keys of its items, is open; each
 * question is decided twice, with all open conditions for the request and against it, and where the
 * two differ the answer depends on these keys. Known are the principal's own keys, the tags of
 * tables and indexes, the region, and that a key is absent which the action never has.
 *
 * <p>Safe for use by several threads.
 */
public final class Reasoner {
    private static final Set<String> KNOWN =
            Set.of(
                    "aws:principalarn",
                    "aws:principalaccount",
                    "aws:principaltype",
                    "aws:principalisawsservice",
                    "aws:viaawsservice",
                    "aws:username",
                    "aws:resourceaccount");

    /** Another name of dynamodb:LeadingKeys, which no action lists. */
    private static final String FIRST_PARTITION_KEY = "dynamodb:firstpartitionkeyvalues";

    private final ActionCatalog catalog = ActionCatalog.get();
    private final Map<PolicyDocument, Set<String>> keys = new ConcurrentHashMap<>();
    private final Map<Variant, PolicyDocument> settled = new ConcurrentHashMap<>();
    private final Map<String, Asker> askers = new ConcurrentHashMap<>();

    /** A document with some keys open. Documents are compared by identity. */
    private record Variant(PolicyDocument document, Set<String> open, boolean inFavour) {}

    /** What is the same in all questions about a principal. */
    private record Asker(
            Principal principal, ConditionContext context, Map<String, AttachedPolicy> policies) {}

    /** Answers a question about which nothing more is known. */
    public Answer ask(PrincipalFacts who, String action, Resource on) {
        return ask(who, action, on, Map.of());
    }

    /**
     * Answers a question.
     *
     * @param action with its service, for instance {@code dynamodb:GetItem}
     * @param given condition keys of the request, with their values
     */
    public Answer ask(
            PrincipalFacts who, String action, Resource on, Map<String, List<String>> given) {
        Predicate<String> open = open(action, on, given);
        AuthorizationRequest request = request(who, action, on, given);
        Decision best = decide(request, who, on, open, true);
        if (!best.isAllowed()) {
            return new Answer.No(original(best, who, on));
        }
        Decision worst = decide(request, who, on, open, false);
        if (worst.isAllowed()) {
            return new Answer.Yes(original(statements(worst), who, on));
        }
        Set<StatementRef> by = new LinkedHashSet<>(original(statements(best), who, on));
        by.addAll(original(statements(worst), who, on));
        if (worst instanceof Decision.ImplicitlyDenied) {
            by.addAll(limits(request, who, open));
        }
        return new Answer.Depends(List.copyOf(by), openKeys(by, open));
    }

    private static List<StatementRef> statements(Decision decision) {
        return switch (decision) {
            case Decision.Allowed(var statements) -> statements;
            case Decision.ExplicitlyDenied(_, var statements) -> statements;
            case Decision.ImplicitlyDenied _ -> List.of();
        };
    }

    private static Set<String> openKeys(Set<StatementRef> by, Predicate<String> open) {
        Set<String> keys = new TreeSet<>();
        for (StatementRef statement : by) {
            for (Condition condition : statement.statement().source().conditions()) {
                if (open.test(condition.key())) {
                    keys.add(condition.key());
                }
            }
        }
        return keys;
    }

    /** Allows of the boundary that hang on open keys: no decision names them. */
    private List<StatementRef> limits(
            AuthorizationRequest request, PrincipalFacts who, Predicate<String> open) {
        AttachedPolicy boundary = who.policies().boundary();
        if (boundary == null) {
            return List.of();
        }
        return PolicyEvaluator.applying(
                        request,
                        new AppliedPolicies(List.of(settled(boundary, open, true)), null, null),
                        null)
                .values()
                .stream()
                .flatMap(List::stream)
                .map(statement -> new StatementRef(boundary, statement.index()))
                .filter(
                        statement ->
                                statement.statement().source().conditions().stream()
                                        .anyMatch(condition -> open.test(condition.key())))
                .toList();
    }

    /** An Allow that names the action and yet does not grant it. */
    public record NearMiss(StatementRef statement, Miss miss) {}

    /** Why an Allow does not grant. */
    public enum Miss {
        /** None of its resources is the one in question. */
        RESOURCE,
        /** A condition is not met. */
        CONDITION
    }

    /** Returns every Allow of a principal that names the action and does not grant it. */
    public List<NearMiss> nearMisses(
            PrincipalFacts who, String action, Resource on, Map<String, List<String>> given) {
        AuthorizationRequest request = request(who, action, on, given);
        List<NearMiss> misses = new ArrayList<>();
        for (AttachedPolicy policy : who.policies().identity()) {
            Set<Integer> granting = applying(request, policy);
            Set<Integer> withoutConditions = applying(request, settled(policy, _ -> true, true));
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                Statement.Source source = statements.get(i).source();
                if (source.effect() == Effect.ALLOW
                        && !granting.contains(i)
                        && names(source, action)) {
                    misses.add(
                            new NearMiss(
                                    new StatementRef(policy, i),
                                    withoutConditions.contains(i)
                                            ? Miss.CONDITION
                                            : Miss.RESOURCE));
                }
            }
        }
        return misses;
    }

    /**
     * Whether a statement by itself covers a request, conditions on what only a request knows left
     * aside.
     */
    public boolean covers(StatementRef statement, PrincipalFacts who, String action, Resource on) {
        AuthorizationRequest request = request(who, action, on, Map.of());
        return applying(request, settled(statement.policy(), open(action, on, Map.of()), true))
                .contains(statement.index());
    }

    private static Set<Integer> applying(AuthorizationRequest request, AttachedPolicy policy) {
        return PolicyEvaluator.applying(
                        request, new AppliedPolicies(List.of(policy), null, null), null)
                .values()
                .stream()
                .flatMap(List::stream)
                .map(StatementRef::index)
                .collect(Collectors.toSet());
    }

    private boolean names(Statement.Source source, String action) {
        boolean listed =
                source.actions().stream()
                        .anyMatch(
                                pattern ->
                                        catalog.matching(pattern).stream()
                                                .anyMatch(a -> a.fullName().equals(action)));
        return listed != source.notAction();
    }

    private Decision decide(
            AuthorizationRequest request,
            PrincipalFacts who,
            Resource on,
            Predicate<String> open,
            boolean inFavour) {
        AppliedPolicies all = who.policies();
        AttachedPolicy boundary = all.boundary();
        AttachedPolicy ofResource = policyOf(on);
        return PolicyEvaluator.decide(
                request,
                new AppliedPolicies(
                        all.identity().stream()
                                .map(policy -> settled(policy, open, inFavour))
                                .toList(),
                        boundary == null ? null : settled(boundary, open, inFavour),
                        all.session()),
                ofResource == null ? null : settled(ofResource, open, inFavour));
    }

    /** A table's policy is also that of its indexes. */
    private static @Nullable AttachedPolicy policyOf(Resource on) {
        return on.table() != null
                        && (on.kind() == Resource.Kind.TABLE || on.kind() == Resource.Kind.INDEX)
                ? on.table().policy()
                : null;
    }

    private AttachedPolicy settled(
            AttachedPolicy policy, Predicate<String> open, boolean inFavour) {
        PolicyDocument document = policy.document();
        Set<String> ofDocument = keys.computeIfAbsent(document, Reasoner::keysOf);
        if (ofDocument.stream().noneMatch(open)) {
            return policy;
        }
        Set<String> openHere = ofDocument.stream().filter(open).collect(Collectors.toSet());
        return new AttachedPolicy(
                policy.name(),
                policy.managed(),
                settled.computeIfAbsent(
                        new Variant(document, openHere, inFavour),
                        variant -> document.settled(openHere::contains, variant.inFavour())));
    }

    private static Set<String> keysOf(PolicyDocument document) {
        return document.statements().stream()
                .flatMap(statement -> statement.source().conditions().stream())
                .map(Condition::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names the statements in the policies as they are written. */
    private Decision original(Decision decision, PrincipalFacts who, Resource on) {
        return decision instanceof Decision.ExplicitlyDenied(var layer, var statements)
                ? new Decision.ExplicitlyDenied(layer, original(statements, who, on))
                : decision;
    }

    private List<StatementRef> original(
            List<StatementRef> statements, PrincipalFacts who, Resource on) {
        Map<String, AttachedPolicy> policies = asker(who).policies();
        AttachedPolicy ofResource = policyOf(on);
        return statements.stream()
                .map(
                        statement ->
                                new StatementRef(
                                        policies.getOrDefault(
                                                statement.policy().name(),
                                                ofResource == null
                                                        ? statement.policy()
                                                        : ofResource),
                                        statement.index()))
                .toList();
    }

    private Asker asker(PrincipalFacts who) {
        return askers.computeIfAbsent(
                who.arn(),
                _ -> {
                    Map<String, AttachedPolicy> policies = new HashMap<>();
                    who.policies()
                            .identity()
                            .forEach(policy -> policies.put(policy.name(), policy));
                    AttachedPolicy boundary = who.policies().boundary();
                    if (boundary != null) {
                        policies.put(boundary.name(), boundary);
                    }
                    return new Asker(who.principal(), who.context(), policies);
                });
    }

    private AuthorizationRequest request(
            PrincipalFacts who, String action, Resource on, Map<String, List<String>> given) {
        Asker asker = asker(who);
        Arn arn = Arn.parse(on.arn());
        String account =
                arn == null || !arn.account().matches("[0-9]{12}") ? who.account() : arn.account();
        var context =
                ConditionContext.builder()
                        .putAll(asker.context())
                        .put("aws:ResourceAccount", account);
        if (arn != null && !arn.region().isEmpty()) {
            context.put("aws:RequestedRegion", arn.region());
        }
        if (on.kind() == Resource.Kind.TABLE || on.kind() == Resource.Kind.INDEX) {
            TableFacts table = on.table();
            if (table != null) {
                table.tags().forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
            }
        }
        given.forEach(
                (key, values) -> {
                    if (catalog.conditionKey(key)
                            .map(ConditionKey::multivalued)
                            .orElse(values.size() != 1)) {
                        context.putAll(key, values);
                    } else {
                        context.put(key, values.getFirst());
                    }
                });
        return new AuthorizationRequest(
                asker.principal(), action, on.arn(), account, context.build());
    }

    /** Which keys only the request knows. */
    private Predicate<String> open(String action, Resource on, Map<String, List<String>> given) {
        ServiceAction known = catalog.find(action).orElse(null);
        Set<String> told =
                given.keySet().stream()
                        .map(key -> key.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return key -> isOpen(key.toLowerCase(Locale.ROOT), known, on, told);
    }

    private boolean isOpen(
            String key, @Nullable ServiceAction action, Resource on, Set<String> told) {
        if (told.contains(key) || KNOWN.contains(key) || key.startsWith("aws:principaltag/")) {
            return false;
        }
        if (key.startsWith("aws:resourcetag/")) {
            // Tags of a table that is not there, or of another service, are not known.
            return on.table() == null && on.kind() != Resource.Kind.EVERYTHING;
        }
        if (key.equals("aws:requestedregion")) {
            return on.region().isEmpty();
        }
        if (action == null) {
            return true;
        }
        return catalog.hasKey(
                action, key.equals(FIRST_PARTITION_KEY) ? "dynamodb:LeadingKeys" : key);
    }
}
