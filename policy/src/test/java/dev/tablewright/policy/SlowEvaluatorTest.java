package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The production evaluator decides as {@link SlowEvaluator} does, on generated policies and
 * requests. Everything is drawn from small sets, so that patterns and requests meet. Repeat a
 * failure with {@code -Dpolicy.seed=...}; look longer with {@code -Dpolicy.sets=...}.
 */
class SlowEvaluatorTest {
    private static final int POLICY_SETS = Integer.getInteger("policy.sets", 800);
    private static final int REQUESTS_PER_SET = 20;

    private static final String A = "111122223333";
    private static final String B = "444455556666";
    private static final String PREFIX = "arn:aws:dynamodb:eu-west-1:" + A + ":";

    private static final List<String> REQUEST_ACTIONS =
            List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "iam:GetUser");
    private static final List<String> ACTIONS =
            List.of(
                    "*",
                    "dynamodb:*",
                    "dynamodb:GetItem",
                    "DynamoDB:getitem",
                    "dynamodb:Put?tem",
                    "dynamodb:*Item",
                    "dynamodb:Q*y",
                    "iam:Get*",
                    "dynamodb:None");
    private static final List<String> REQUEST_RESOURCES =
            List.of(
                    "*",
                    PREFIX + "table/Alice_T",
                    PREFIX + "table/Alice_T/index/I",
                    PREFIX + "table/T",
                    PREFIX + "table/T/stream/2026-01-01T00:00:00.000",
                    PREFIX + "table/*",
                    "arn:aws:dynamodb:us-west-2:" + A + ":table/T",
                    "arn:aws:iam::" + A + ":user/Alice");
    private static final List<String> RESOURCES =
            List.of(
                    "*",
                    PREFIX + "table/Alice_T",
                    PREFIX + "table/T",
                    PREFIX + "table/*",
                    PREFIX + "table/T/*",
                    PREFIX + "table/T*",
                    PREFIX + "table/?",
                    PREFIX + "table/*/index/*",
                    PREFIX + "*:00.000",
                    PREFIX + "table/${aws:username}_*",
                    PREFIX + "table/${aws:username, 'Alice'}_T",
                    PREFIX + "table/${aws:PrincipalTag/star}",
                    PREFIX + "table/${*}",
                    PREFIX + "table/${aws:absent}*",
                    "arn:aws:dynamodb:*:" + A + ":table/T",
                    "arn:aws:dynamodb:eu-*:*:table/Alice*",
                    "arn:aws:dynamodb:*:table/T",
                    "arn:aws:dynamodb:eu-west-1",
                    "arn:aws:dynamodb:eu-*",
                    "arn:aws:dynamodb:*",
                    "arn:aws:dynamodb:${aws:PrincipalTag/region}:" + A + ":table/T",
                    "arn:aws:iam::" + A + ":user/${aws:username}");
    private static final List<String> KEYS =
            List.of("aws:username", "AWS:principaltag/Star", "aws:TagKeys", "k:number", "k:arn");
    private static final List<String> TEXT_VALUES =
            List.of("Alice", "alice", "A*", "*", "${aws:username}", "${aws:absent}", "${*}", "x");
    private static final List<String> TEXT_OPERATORS =
            List.of(
                    "StringEquals",
                    "StringNotEquals",
                    "StringEqualsIgnoreCase",
                    "StringNotEqualsIgnoreCase",
                    "StringLike",
                    "StringNotLike");
    private static final List<String> NUMERIC_OPERATORS =
            List.of(
                    "NumericEquals",
                    "NumericNotEquals",
                    "NumericLessThan",
                    "NumericGreaterThanEquals");
    private static final List<String> ARN_OPERATORS =
            List.of("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike");
    private static final List<String> ARN_VALUES =
            List.of(
                    "arn:aws:iam::" + A + ":role/R",
                    "arn:aws:iam::*:role/*",
                    "arn:aws:iam:*:role/R",
                    "arn:aws:iam::" + A + ":${k:absent}",
                    "arn:aws:iam::${k:account}:role/R");
    private static final List<String> PRINCIPALS =
            List.of(
                    "*",
                    A,
                    B,
                    "arn:aws:iam::" + A + ":root",
                    "arn:aws:iam::" + B + ":root",
                    "arn:aws:iam::" + A + ":user/Alice",
                    "arn:aws:iam::" + B + ":user/Bob",
                    "arn:aws:iam::" + A + ":role/R",
                    "arn:aws:sts::" + A + ":assumed-role/R/s");

    private final long seed = Long.getLong("policy.seed", System.nanoTime());
    private final RandomGenerator random = new Random(seed);

    @Test
    void productionAgreesWithTheObvious() {
        System.out.println("policy.seed=" + seed);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < POLICY_SETS; i++) {
            AppliedPolicies policies =
                    new AppliedPolicies(
                            IntStream.range(0, random.nextInt(4))
                                    .mapToObj(_ -> policy(PolicyKind.INLINE))
                                    .toList(),
                            oneIn(4) ? policy(PolicyKind.INLINE) : null,
                            oneIn(4) ? List.of(policy(PolicyKind.INLINE)) : null);
            AttachedPolicy resourcePolicy = oneIn(2) ? policy(PolicyKind.RESOURCE) : null;
            for (int j = 0; j < REQUESTS_PER_SET; j++) {
                AuthorizationRequest request = request();
                String expected = SlowEvaluator.decide(request, policies, resourcePolicy);
                seen.merge(expected, 1, Integer::sum);
                assertThat(text(PolicyEvaluator.decide(request, policies, resourcePolicy)))
                        .as(() -> describe(request, policies, resourcePolicy))
                        .isEqualTo(expected);
            }
        }
        assertThat(seen)
                .as("every outcome was met")
                .containsOnlyKeys(
                        "Allow",
                        "Deny IDENTITY",
                        "Deny PERMISSIONS_BOUNDARY",
                        "Deny RESOURCE",
                        "Deny SESSION",
                        "no IDENTITY",
                        "no PERMISSIONS_BOUNDARY",
                        "no RESOURCE",
                        "no SESSION");
    }

    static String text(Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ -> "Allow";
            case Decision.ExplicitlyDenied(var layer, _) -> "Deny " + layer;
            case Decision.ImplicitlyDenied(var layer) -> "no " + layer;
        };
    }

    private String describe(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        Map<PolicyLayer, List<AttachedPolicy>> layers = new EnumMap<>(PolicyLayer.class);
        layers.put(PolicyLayer.IDENTITY, policies.identity());
        if (policies.boundary() != null) {
            layers.put(PolicyLayer.PERMISSIONS_BOUNDARY, List.of(policies.boundary()));
        }
        if (policies.session() != null) {
            layers.put(PolicyLayer.SESSION, policies.session());
        }
        if (resourcePolicy != null) {
            layers.put(PolicyLayer.RESOURCE, List.of(resourcePolicy));
        }
        StringBuilder text = new StringBuilder("policy.seed=" + seed + "\n" + request + "\n");
        text.append(request.context().all()).append('\n');
        layers.forEach(
                (layer, all) ->
                        all.forEach(p -> text.append(layer + " " + p.document().text() + "\n")));
        return text.toString();
    }

    private AuthorizationRequest request() {
        ConditionContext.Builder context = ConditionContext.builder();
        Principal principal = principal();
        if (principal.type() == Principal.Type.USER) {
            context.put("aws:username", "Alice");
        }
        if (oneIn(2)) {
            context.put("aws:PrincipalTag/star", pick(List.of("*", "T", "Alice")));
        }
        if (oneIn(2)) {
            context.putAll(
                    "aws:TagKeys",
                    IntStream.range(0, random.nextInt(3))
                            .mapToObj(_ -> pick(List.of("Alice", "x")))
                            .toList());
        }
        if (oneIn(2)) {
            context.put("k:number", pick(List.of("1", "2.0", "10", "many")));
        }
        if (oneIn(2)) {
            context.put(
                    "k:arn",
                    pick(List.of("arn:aws:iam::" + A + ":role/R", "arn:aws:iam::1:user/R", "no")));
        }
        if (oneIn(2)) {
            context.put("k:account", A).put("aws:PrincipalTag/region", "eu-west-1");
        }
        return new AuthorizationRequest(
                principal, pick(REQUEST_ACTIONS), pick(REQUEST_RESOURCES), A, context.build());
    }

    private Principal principal() {
        return switch (random.nextInt(10)) {
            case 0 -> root(A);
            case 1 -> root(B);
            case 2, 3 -> user(B, "Bob");
            case 4, 5, 6 ->
                    new Principal(
                            Principal.Type.ASSUMED_ROLE,
                            A,
                            "arn:aws:sts::" + A + ":assumed-role/R/s",
                            List.of(
                                    "arn:aws:sts::" + A + ":assumed-role/R/s",
                                    "arn:aws:iam::" + A + ":role/R"));
            default -> user(A, "Alice");
        };
    }

    private static Principal root(String account) {
        return new Principal(
                Principal.Type.ACCOUNT, account, "arn:aws:iam::" + account + ":root", List.of());
    }

    private static Principal user(String account, String name) {
        String arn = "arn:aws:iam::" + account + ":user/" + name;
        return new Principal(Principal.Type.USER, account, arn, List.of(arn));
    }

    private AttachedPolicy policy(PolicyKind kind) {
        String version = pick(List.of("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"));
        String statements =
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(_ -> statement(kind))
                        .collect(Collectors.joining(","));
        String text = "{'Version':'" + version + "','Statement':[" + statements + "]}";
        // Defaults of variables hold single quotes as well.
        String json = text.replace('\'', '"').replace('`', '\'');
        return new AttachedPolicy("p", false, PolicyDocument.parse(json, kind));
    }

    private String statement(PolicyKind kind) {
        List<String> members = new ArrayList<>();
        boolean deny = oneIn(6);
        members.add("'Effect':'" + (deny ? "Deny" : "Allow") + "'");
        members.add((oneIn(6) ? "'NotAction':" : "'Action':") + some(ACTIONS));
        members.add((oneIn(6) ? "'NotResource':" : "'Resource':") + some(RESOURCES));
        if (kind == PolicyKind.RESOURCE) {
            members.add(
                    (deny && oneIn(2) ? "'NotPrincipal':" : "'Principal':")
                            + "{'AWS':"
                            + some(PRINCIPALS)
                            + "}");
        }
        if (oneIn(3)) {
            members.add("'Condition':{" + condition() + "}");
        }
        return "{" + String.join(",", members) + "}";
    }

    private String condition() {
        String prefix = pick(List.of("", "", "", "ForAllValues:", "ForAnyValue:"));
        String suffix = pick(List.of("", "", "", "IfExists"));
        String key = pick(KEYS);
        return switch (random.nextInt(5)) {
            case 0 -> "'Null':{'" + key + "':'" + pick(List.of("true", "false")) + "'}";
            case 1 ->
                    operator(prefix, pick(NUMERIC_OPERATORS), suffix)
                            + "{'k:number':"
                            + some(List.of("1", "2", "5.50"))
                            + "}";
            case 2 ->
                    operator(prefix, pick(ARN_OPERATORS), suffix)
                            + "{'k:arn':"
                            + some(ARN_VALUES)
                            + "}";
            default ->
                    operator(prefix, pick(TEXT_OPERATORS), suffix)
                            + "{'"
                            + key
                            + "':"
                            + some(TEXT_VALUES)
                            + "}";
        };
    }

    private static String operator(String prefix, String name, String suffix) {
        return "'" + prefix + name + suffix + "':";
    }

    /** One to three elements as JSON, one of them perhaps not as a list. */
    private String some(List<String> values) {
        List<String> chosen =
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(_ -> "'" + pick(values).replace('\'', '`') + "'")
                        .toList();
        return chosen.size() == 1 && oneIn(2)
                ? chosen.getFirst()
                : "[" + String.join(",", chosen) + "]";
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
