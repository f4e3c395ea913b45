package dev.tablewright.controlplane.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.policy.lint.Finding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

class ValuesLinterTest {
    private static final Release RELEASE = new Release("koa-dev", Release.DEFAULT_NAME);

    private static final String TABLE =
            """
            tables:
              - name: Orders
                hashKey: Id
                attributes:
                  - {name: Id, type: S}
            """;

    private static List<String> lint(String text) {
        return ValuesLinter.lint("values.yaml", text, RELEASE).stream()
                .map(ValuesLinterTest::line)
                .toList();
    }

    private static String line(Finding f) {
        return f.position().line()
                + ":"
                + f.position().column()
                + " "
                + f.severity().word()
                + " "
                + f.ruleId();
    }

    @Test
    void exampleHasNotesOnly() throws IOException {
        String example = Files.readString(Path.of("..", "examples", "koa-dev", "values.yaml"));

        assertThat(lint(example))
                .containsExactly("17:11 info DDB-VAL-003", "60:7 info DDB-VAL-004");
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    serviceAccountReadRoles: [r] | ''
                    serviceAccountWriteRoles: [r] | 6:32 info DDB-VAL-002
                    tags: {a: b} | 2:11 info DDB-VAL-008
                    serviceAccountReadRoles: r | 6:30 error DDB-VAL-001
                    """)
    void roles(String field, String finding) {
        assertThat(lint(TABLE + "    " + field + "\n"))
                .isEqualTo(finding.isEmpty() ? List.of() : List.of(finding));
    }

    /** What DynamoDB refuses is a mistake in the values; what it takes may be unwise. */
    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Principal: {AWS: 'arn:aws:iam::123456789012:role/r'}, Action: 'dynamodb:GetItem' | ''
                    Principal: {AWS: 'arn:aws:iam::123456789012:role/r'}, Action: 'dynamodb:*' | 8:21 warning DDB-RBP-007
                    Principal: {AWS: '123456789012'}, Action: 'dynamodb:GetItem' | 8:21 warning DDB-RBP-004
                    Principal: {AWS: '999999999999'}, Action: 'dynamodb:GetItem' | 8:21 info DDB-RBP-008
                    Principal: {AWS: 'arn:aws:iam::123456789012:role/r'}, Action: 'dynamodb:ListTables' | 8:21 error DDB-RBP-002
                    Principal: '*', Action: 'dynamodb:GetItem' | 8:21 error DDB-VAL-001
                    """)
    void policiesOfTables(String statement, String finding) {
        String values =
                "accountId: '123456789012'\n"
                        + TABLE
                        + "    serviceAccountReadRoles: [r]\n"
                        + "    resourcePolicy: {Version: '2012-10-17', Statement: {Effect: Allow, "
                        + statement
                        + "}}\n";
        assertThat(lint(values).stream().filter(line -> line.matches(".*(RBP|VAL)-.*")))
                .containsExactlyElementsOf(finding.isEmpty() ? List.of() : List.of(finding));
    }

    @Test
    void recovery() {
        String off =
                TABLE
                        + "    serviceAccountReadRoles: [r]\n"
                        + "    pointInTimeRecovery: {enabled: false}\n";

        assertThat(lint(off))
                .containsExactly("2:11 warning DDB-VAL-007", "7:26 warning DDB-VAL-006");
        assertThat(lint(off + "    deletionProtectionEnabled: true\n"))
                .containsExactly("7:26 warning DDB-VAL-006");
        assertThat(lint(off + "    deletionPolicy: Orphan\n"))
                .containsExactly("7:26 warning DDB-VAL-006");
    }

    @Test
    void indexesThatNobodyMayQuery() {
        assertThat(
                        lint(
                                """
                                tables:
                                  - name: Orders
                                    hashKey: Id
                                    attributes: [{name: Id, type: S}, {name: Day, type: S}]
                                    globalSecondaryIndex:
                                      - {name: ByDay, hashKey: Day, projectionType: ALL, nonKeyAttributes: []}
                                    serviceAccountWriteRoles: [r]
                                """))
                .containsExactly("6:7 warning DDB-VAL-005", "7:32 info DDB-VAL-002");
    }

    @Test
    void morePoliciesThanARoleCanHave() {
        StringBuilder text = new StringBuilder("policy: {maxPoliciesPerRole: 2}\ntables:\n");
        for (int i = 0; i < 120; i++) {
            text.append("  - name: a-table-with-a-rather-long-name-")
                    .append(1000 + i)
                    .append("\n    hashKey: Id\n    attributes: [{name: Id, type: S}]\n")
                    .append("    serviceAccountReadRoles: [r]\n");
        }

        assertThat(lint(text.toString())).containsExactly("6:31 error DDB-SIZ-002");
    }

    /** Whatever the text, the linter answers. */
    @Test
    void neverFails() throws IOException {
        long seed = Long.getLong("lint.seed", System.nanoTime());
        System.out.println("lint.seed=" + seed);
        Random random = new Random(seed);
        String example = Files.readString(Path.of("..", "examples", "koa-dev", "values.yaml"));
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(example);
            for (int n = random.nextInt(6); n >= 0; n--) {
                int from = random.nextInt(text.length());
                int to = Math.min(text.length(), from + random.nextInt(20));
                if (random.nextBoolean()) {
                    text.delete(from, to);
                } else {
                    text.insert(from, text.substring(from, to));
                }
            }
            try {
                ValuesLinter.lint("values.yaml", text.toString(), RELEASE);
            } catch (RuntimeException e) {
                throw new AssertionError("lint.seed=" + seed + "\n" + text, e);
            }
        }
    }

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    a.json | {"Statement": []}     | POLICY
                    a.json | {"tables": []}        | VALUES
                    a.json | {"name": "x"}         | OTHER
                    a.json | {"Statement": [       | POLICY
                    a.yaml | tables: []            | VALUES
                    a.yaml | kind: Deployment      | OTHER
                    -      | {"Statement": {}}     | POLICY
                    """)
    void tellsFilesByTheirContent(String name, String text, FileKind kind) {
        assertThat(FileKind.of(name, text)).isEqualTo(kind);
    }
}
