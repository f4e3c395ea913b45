package dev.tablewright.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The three policies that separate environments in one account, as AWS's page gives them: exactly
 * these findings, at exactly these places.
 */
class SourcePoliciesTest {
    private static String read(String name) throws IOException {
        try (InputStream in = SourcePoliciesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> lint(String text, LintContext context) {
        return PolicyLinter.lint(text, context).stream()
                .map(
                        f ->
                                String.format(
                                        "%d:%d %s %s %d",
                                        f.position().line(),
                                        f.position().column(),
                                        f.severity().word(),
                                        f.ruleId(),
                                        f.places().size()))
                .toList();
    }

    @Test
    void policyOfAlice() throws IOException {
        assertThat(lint(read("alice.json"), LintContext.NONE))
                .containsExactly(
                        "5:14 info DDB-NAM-001 1",
                        "8:9 error DDB-RES-001 20",
                        "8:9 info DDB-ACT-003 7",
                        "10:9 warning DDB-RES-007 2",
                        "12:9 info DDB-RES-008 2",
                        "12:9 info DDB-ACT-002 2",
                        "39:9 error DDB-RES-004 2",
                        "42:19 warning DDB-RES-002 1",
                        "42:19 warning DDB-RES-003 1",
                        "42:19 info DDB-BND-001 1");
    }

    /** Every action that is denied on the table, and no other, is in the empty grant. */
    @Test
    void emptyGrantOfAlice() throws IOException {
        Finding empty =
                PolicyLinter.lint(read("alice.json"), LintContext.NONE).stream()
                        .filter(f -> f.ruleId().equals("DDB-RES-001"))
                        .findFirst()
                        .orElseThrow();

        assertThat(empty.places())
                .extracting(place -> place.text().replace("dynamodb:", ""))
                .containsExactlyInAnyOrder(
                        "GetItem",
                        "PutItem",
                        "UpdateItem",
                        "DeleteItem",
                        "BatchGetItem",
                        "BatchWriteItem",
                        "ConditionCheckItem",
                        "DescribeTable",
                        "UpdateTable",
                        "DeleteTable",
                        "CreateBackup",
                        "DescribeContinuousBackups",
                        "UpdateContinuousBackups",
                        "DescribeTimeToLive",
                        "UpdateTimeToLive",
                        "RestoreTableToPointInTime",
                        "DescribeTableReplicaAutoScaling",
                        "UpdateTableReplicaAutoScaling",
                        "CreateTableReplica",
                        "DeleteTableReplica");
        assertThat(empty.places().getLast().position().toString()).isEqualTo("line 35, column 9");
    }

    @Test
    void policyOfTheGroup() throws IOException {
        assertThat(lint(read("group.json"), LintContext.NONE))
                .containsExactly(
                        "8:9 info DDB-ACT-003 7",
                        "18:19 warning DDB-RES-003 1",
                        "18:19 info DDB-BND-001 1",
                        "24:9 info DDB-RES-004 1",
                        "28:19 warning DDB-RES-005 1");
    }

    @Test
    void policyOfTheGroupWithAPrefix() throws IOException {
        assertThat(lint(read("group-prefix.json"), LintContext.NONE))
                .containsExactly(
                        "8:9 info DDB-ACT-003 7",
                        "18:19 warning DDB-VAR-003 1",
                        "18:19 info DDB-BND-001 1",
                        "24:9 info DDB-RES-004 1",
                        "28:19 warning DDB-RES-005 1");
    }

    @Test
    void policyOfTheGroupWithoutItsVersion() throws IOException {
        String text = read("group.json").replace("\"Version\": \"2012-10-17\",\n", "");

        assertThat(lint(text, LintContext.NONE))
                .contains("1:1 warning DDB-DOC-002 0", "17:19 error DDB-VAR-001 1");
    }

    @Test
    void policyOfTheGroupOnARole() throws IOException {
        assertThat(lint(read("group.json"), LintContext.NONE.on(LintContext.AttachedTo.ROLE)))
                .contains("18:19 warning DDB-VAR-002 1");
    }
}
