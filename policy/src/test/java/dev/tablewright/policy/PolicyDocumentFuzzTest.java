package dev.tablewright.policy;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Whatever the text: it is a policy, or it is refused with {@link PolicySyntaxException}, and what
 * was taken can be decided. Repeat a failure with {@code -Dpolicy.seed=...}.
 */
class PolicyDocumentFuzzTest {
    private static final List<PolicyKind> KINDS = List.of(PolicyKind.values());
    private static final int DOCUMENTS = 30_000;

    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u0041",
                    "null",
                    "true",
                    "1.5e9",
                    "\"Version\":\"2012-10-17\",",
                    "\"Statement\":",
                    "\"Effect\":\"Allow\"",
                    "\"Action\":",
                    "\"NotAction\":",
                    "\"Resource\":",
                    "\"Principal\":",
                    "\"*\"",
                    "\"Condition\":{",
                    "\"StringLike\":{",
                    "\"DateEquals\":{",
                    "\"IpAddress\":{",
                    "\"arn:aws:dynamodb:::table/${a",
                    "}\"",
                    "\"a\":",
                    "\"sts:AssumeRole\"",
                    "a*a*a*a*b",
                    "${",
                    "é",
                    "\u0000",
                    "\uD800",
                    "😀",
                    "\n");

    private static final String SAMPLE =
            """
            {"Version": "2012-10-17", "Id": "x", "Statement": [
              {"Sid": "S1", "Effect": "Allow", "Action": ["dynamodb:Get*", "sts:AssumeRole"],
               "Resource": ["arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:username, 'x'}*"],
               "Principal": {"AWS": ["arn:aws:iam::123456789012:root", "*"]},
               "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["${aws:userid}"]},
                 "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]},
                 "DateLessThan": {"aws:CurrentTime": "2026-01-02T03:04:05.678+02:00"},
                 "NumericLessThan": {"aws:MultiFactorAuthAge": 3600},
                 "BinaryEquals": {"k": "QmluYXJ5"}, "Null": {"k": true},
                 "ArnLike": {"aws:SourceArn": "arn:aws:*:*:1:x/?"}}}]}
            """;

    private final long seed = Long.getLong("policy.seed", System.nanoTime());
    private final RandomGenerator random = new Random(seed);

    @Test
    void nothingButPolicySyntaxException() {
        System.out.println("policy.seed=" + seed);
        assertTimeout(
                Duration.ofSeconds(30),
                () -> {
                    for (int i = 0; i < DOCUMENTS; i++) {
                        String text = i % 3 == 0 ? soup() : mutated();
                        try {
                            decide(text, KINDS.get(random.nextInt(KINDS.size())));
                        } catch (PolicySyntaxException _) {
                            // Refused, as it should be.
                        } catch (RuntimeException | StackOverflowError e) {
                            throw new AssertionError("policy.seed=" + seed + ": " + text, e);
                        }
                    }
                });
    }

    private static void decide(String text, PolicyKind kind) {
        AttachedPolicy policy = new AttachedPolicy("p", false, PolicyDocument.parse(text, kind));
        String user = "arn:aws:iam::123456789012:user/u";
        AuthorizationRequest request =
                new AuthorizationRequest(
                        new Principal(Principal.Type.USER, "123456789012", user, List.of(user)),
                        "dynamodb:GetItem",
                        "arn:aws:dynamodb:eu-west-1:123456789012:table/xyz",
                        "123456789012",
                        ConditionContext.builder()
                                .put("aws:SourceIp", "10.1.1.1")
                                .put("aws:CurrentTime", "2026-01-01T00:00:00Z")
                                .put("aws:MultiFactorAuthAge", "5")
                                .put("k", "QmluYXJ5")
                                .put("aws:SourceArn", "arn:aws:a:b:1:x/y")
                                .build());
        PolicyEvaluator.decide(
                request, new AppliedPolicies(List.of(policy), policy, List.of(policy)), policy);
        PolicyEvaluator.decideTrust(request, AppliedPolicies.NONE, policy);
        policy.document().canonicalText();
    }

    private String soup() {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
        for (int n = random.nextInt(40); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** The sample with pieces cut out, doubled or put in. */
    private String mutated() {
        StringBuilder text = new StringBuilder(SAMPLE);
        for (int n = random.nextInt(4); n >= 0; n--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.setCharAt(from, (char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}
