package dev.tablewright.policy.lint;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.tablewright.policy.lint.LintContext.AttachedTo;
import dev.tablewright.policy.lint.LintContext.KnownTable;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whatever the document: the linter answers, and every correction it offers leaves a document that
 * parses and that the same rule has less to say about. Repeat a failure with {@code
 * -Dlint.seed=...}.
 */
class LintFuzzTest {
    private static final int DOCUMENTS = 100;
    private static final String T = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

    private static final List<String> ACTIONS =
            List.of(
                    "dynamodb:GetItem",
                    "dynamodb:getitem",
                    "dynamodb:Query",
                    "dynamodb:Scan",
                    "dynamodb:PutItem",
                    "dynamodb:*",
                    "dynamodb:Put*",
                    "dynamodb:?etItem",
                    "dynamodb:Batch*",
                    "dynamodb:TransactWriteItems",
                    "dynamodb:Nothing",
                    "dynamodb:GetItemz",
                    "dynamodb:ListTables",
                    "dynamodb:DescribeLimits",
                    "dynamodb:GetRecords",
                    "dynamodb:CreateTableReplica",
                    "dynamodb:RestoreTableFromBackup",
                    "dynamodb:PutResourcePolicy",
                    "dynamodb:PartiQLUpdate",
                    "dynamodb:DescribeTable",
                    "dynamodb:CreateTable",
                    "iam:AttachRolePolicy",
                    "iam:PassRole",
                    "sts:AssumeRole",
                    "backup:*",
                    "s3:GetObject",
                    "*");

    private static final List<String> RESOURCES =
            List.of(
                    "*",
                    T + "T",
                    T + "T/*",
                    T + "T/index/*",
                    T + "T/stream/*",
                    T + "*",
                    T + "*/index/*",
                    T + "${aws:username}_*",
                    T + "${aws:username}_T",
                    T + "${aws:PrincipalTag/a/b}-x/index/I",
                    T + "${aws:username, 'x'}",
                    T + "${",
                    T,
                    "arn:aws:dynamodb:${aws:a}:1:table/x",
                    "arn:aws:dynamodb",
                    "arn:aws:dynamodb:*:*:*",
                    "arn:aws:iam::123456789012:role/a/b",
                    "arn:aws:s3:::b/*");

    private static final List<String> OPERATORS =
            List.of(
                    "StringEquals",
                    "StringLike",
                    "StringNotEquals",
                    "StringEqualsIgnoreCase",
                    "ForAllValues:StringEquals",
                    "ForAnyValue:StringLike",
                    "ForAnyValue:StringEqualsIfExists",
                    "Null",
                    "Bool",
                    "ArnLike",
                    "NumericLessThan",
                    "DateGreaterThan",
                    "IpAddress");

    private static final List<String> KEYS =
            List.of(
                    "dynamodb:LeadingKeys",
                    "dynamodb:leadingkeys",
                    "dynamodb:Attributes",
                    "dynamodb:Select",
                    "dynamodb:ReturnValues",
                    "dynamodb:ResourceTag/a",
                    "dynamodb:FirstPartitionKeyValues",
                    "aws:username",
                    "aws:SourceIp",
                    "aws:MultiFactorAuthPresent",
                    "aws:ResourceTag/a/b",
                    "aws:TagKeys",
                    "aws:Nothing",
                    "x.io/id:sub",
                    "nothing",
                    "");

    private static final List<String> VALUES =
            List.of(
                    "a",
                    "a*",
                    "true",
                    "false",
                    "1",
                    "10.0.0.0/8",
                    "${aws:username}",
                    "${*}",
                    "${aws:TagKeys}",
                    "COUNT",
                    "count",
                    "2026-01-01T00:00:00Z",
                    "");

    private static final List<String> PRINCIPALS =
            List.of(
                    "\"*\"",
                    "{\"AWS\":\"123456789012\"}",
                    "{\"AWS\":[\"arn:aws:iam::999999999999:root\",\"*\"]}",
                    "{\"Federated\":\"arn:aws:iam::123456789012:oidc-provider/x.io/id\"}");

    private final long seed = Long.getLong("lint.seed", System.nanoTime());
    private final RandomGenerator random = new Random(seed);

    @Test
    void answersAndCorrects() {
        System.out.println("lint.seed=" + seed);
        assertTimeout(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < DOCUMENTS; i++) {
                        String text = i % 4 == 3 ? broken(document()) : document();
                        try {
                            check(text);
                        } catch (RuntimeException | StackOverflowError e) {
                            throw new AssertionError("lint.seed=" + seed + ": " + text, e);
                        }
                    }
                });
    }

    private void check(String text) {
        LintContext context =
                LintContext.NONE
                        .on(pick(List.of(AttachedTo.values())))
                        .ofResource(random.nextBoolean() ? null : T + "T")
                        .with(List.of(new KnownTable(T + "T", Set.of("Pk"), true)));
        List<Finding> findings = PolicyLinter.lint(text, context);
        for (Finding finding : findings) {
            Correction correction = finding.correction();
            if (correction != null) {
                String corrected = correction.applyTo(text);
                List<Finding> left = PolicyLinter.lint(corrected, context);
                if (count(left, "DDB-DOC-001") > 0
                        || count(left, finding.ruleId()) >= count(findings, finding.ruleId())) {
                    throw new IllegalStateException(finding + " corrected to " + corrected);
                }
            }
        }
    }

    private static long count(List<Finding> findings, String rule) {
        return findings.stream().filter(f -> f.ruleId().equals(rule)).count();
    }

    private String document() {
        StringBuilder text = new StringBuilder("{");
        if (random.nextInt(5) > 0) {
            text.append(newLine())
                    .append("\"Version\":\"")
                    .append(random.nextInt(5) > 0 ? "2012-10-17" : "2008-10-17")
                    .append("\",");
        }
        int principals = random.nextInt(4);
        if (random.nextInt(4) == 0) {
            return text.append("\"Statement\":")
                    .append(statement(0, principals))
                    .append('}')
                    .toString();
        }
        text.append("\"Statement\":").append(newLine()).append('[');
        for (int n = random.nextInt(3); n >= 0; n--) {
            text.append(newLine()).append(statement(n, principals)).append(n > 0 ? "," : "");
        }
        return text.append("]").append(newLine()).append("}").toString();
    }

    private String statement(int index, int principals) {
        StringBuilder text = new StringBuilder("{");
        if (random.nextBoolean()) {
            text.append("\"Sid\":\"")
                    .append(pick(List.of("All", "FullA", "Reads", "S")))
                    .append(index)
                    .append("\",");
        }
        text.append("\"Effect\":\"").append(random.nextInt(3) > 0 ? "Allow" : "Deny");
        text.append("\",").append(newLine());
        if (principals == 0) {
            text.append(random.nextInt(8) > 0 ? "\"Principal\":" : "\"NotPrincipal\":")
                    .append(pick(PRINCIPALS))
                    .append(',');
        }
        text.append(random.nextInt(8) > 0 ? "\"Action\":" : "\"NotAction\":")
                .append(list(ACTIONS))
                .append(',');
        text.append(random.nextInt(8) > 0 ? "\"Resource\" : " : "\"NotResource\":")
                .append(list(RESOURCES));
        if (random.nextBoolean()) {
            text.append(",\"Condition\":{\"")
                    .append(pick(OPERATORS))
                    .append("\":{\"")
                    .append(pick(KEYS))
                    .append("\":")
                    .append(list(VALUES))
                    .append("}}");
        }
        return text.append('}').toString();
    }

    private String list(List<String> choices) {
        if (random.nextBoolean()) {
            return "\"" + pick(choices) + "\"";
        }
        StringBuilder text = new StringBuilder("[");
        for (int n = random.nextInt(4); n >= 0; n--) {
            text.append('"').append(pick(choices)).append('"').append(n > 0 ? ", " : "");
        }
        return text.append(']').toString();
    }

    private String newLine() {
        return random.nextBoolean() ? "\n" + " ".repeat(random.nextInt(5)) : "";
    }

    private String broken(String text) {
        StringBuilder broken = new StringBuilder(text);
        int from = random.nextInt(broken.length());
        broken.delete(from, Math.min(broken.length(), from + 1 + random.nextInt(3)));
        return broken.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
