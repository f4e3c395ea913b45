package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class LintCommandTest {
    private static final String EMPTY_GRANT =
            """
            {
              "Version": "2012-10-17",
              "Statement": {
                "Effect": "Allow",
                "Action": ["dynamodb:GetItem", "dynamodb:PartiQLSelect"],
                "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/*"
              }
            }
            """;

    private static final String SOUND =
            """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "dynamodb:DescribeTable", "Resource": "*"}]}
            """;

    private static final String VALUES =
            """
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}]
                pointInTimeRecovery: {enabled: false}
                serviceAccountReadRoles: [r]
            """;

    @TempDir private Path directory;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false);
        String[] all = new String[arguments.length + 1];
        all[0] = "lint";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int code = Main.run(console, all);
        return new Ran(code, out.toString(), err.toString());
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }

    @Test
    void exitCodeIsBySeverity() throws IOException {
        String wrong = file("wrong.json", EMPTY_GRANT);
        String values = file("values.yaml", VALUES);

        assertThat(run(wrong).code()).isEqualTo(1);
        assertThat(run(wrong, "--ignore", "ddb-res-*").code()).isZero();
        assertThat(run(values).code()).isZero();
        assertThat(run(values, "--fail-on", "warning").code()).isEqualTo(1);
        assertThat(run(file("sound.json", SOUND), "--fail-on", "info").code()).isZero();
    }

    @Test
    void printsLinesThatEditorsFollow() throws IOException {
        String wrong = file("wrong.json", EMPTY_GRANT);
        Ran ran = run(wrong);

        assertThat(ran.out()).startsWith(wrong + ":5:16: error DDB-RES-001: ");
        assertThat(ran.err()).startsWith("1 error, 1 warning, 1 note in 1 file (--verbose");
        assertThat(run(wrong, "-v").out()).contains("    why: ");
    }

    @Test
    void looksThroughDirectoriesAndLeavesOtherFilesOut() throws IOException {
        file("a/policy.json", SOUND);
        file("a/values.yaml", VALUES);
        file("a/package.json", "{\"name\": \"x\"}");
        file("a/deployment.yaml", "kind: Deployment\n");
        file("a/.git/policy.json", "{\"Statement\": [");
        file("a/b/broken.json", "{\"Statement\": [");

        Ran ran = run(directory.resolve("a").toString());

        assertThat(ran.out()).contains("broken.json:1:16: error DDB-DOC-001").contains("DDB-VAL");
        assertThat(ran.err()).contains("in 3 files");
    }

    @Test
    void usesSchemasOfValues() throws IOException {
        String values = file("values.yaml", VALUES);
        String policy =
                file(
                        "policy.json",
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Action": ["dynamodb:GetItem", "dynamodb:PartiQLSelect"],
                          "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders",
                          "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["a"]}}}]}
                        """);

        assertThat(run(policy).out()).doesNotContain("DDB-CON-004").contains("DDB-RES-003");
        assertThat(run(policy, "-f", values, "-n", "koa-dev").out())
                .contains("DDB-CON-004: lacks Id, key of koa-dev-Orders")
                .doesNotContain("DDB-RES-003");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        String sound = file("sound.json", SOUND);

        assertThat(run().err()).contains("name a file or a directory");
        assertThat(run(sound, "-o", "xml").err()).contains("write text, json or sarif");
        assertThat(run(sound, "--ignore", "DDB-XYZ-1").err()).contains("there is no rule");
        assertThat(run(sound, "--fail-on", "never").err()).contains("info, warning, error");
        assertThat(run(sound, "--attached-to", "unknown").err()).contains("user, group, role");
        assertThat(run(directory.resolve("none.json").toString()).err())
                .contains("there is no file");
    }

    @Test
    void jsonHasPlacesAndCorrections() throws IOException {
        JsonNode json =
                JsonMapper.shared().readTree(run(file("w.json", EMPTY_GRANT), "-o", "json").out());

        JsonNode first = json.get("findings").get(0);
        assertThat(json.get("version").asInt()).isEqualTo(1);
        assertThat(json.get("summary").get("errors").asInt()).isEqualTo(1);
        assertThat(first.get("rule").asString()).isEqualTo("DDB-RES-001");
        assertThat(first.get("line").asInt()).isEqualTo(5);
        assertThat(first.get("places")).hasSize(2);
        assertThat(first.get("correction").get("replacement").asString()).contains("table/Orders");
    }

    /** The members that SARIF 2.1.0 requires, and what code hosts ask for besides. */
    @Test
    void sarifHasWhatItsSchemaRequires() throws IOException {
        String report = run(file("a b.json", EMPTY_GRANT), "-o", "sarif").out();
        JsonNode log = JsonMapper.shared().readTree(report);

        assertThat(log.get("version").asString()).isEqualTo("2.1.0");
        assertThat(log.get("$schema").asString()).endsWith("sarif-schema-2.1.0.json");
        JsonNode run = log.get("runs").get(0);
        JsonNode driver = run.get("tool").get("driver");
        assertThat(driver.get("name").asString()).isEqualTo("tablewright");
        for (JsonNode rule : driver.get("rules")) {
            assertThat(rule.get("id").asString()).matches("DDB-[A-Z]{3}-[0-9]{3}");
            assertThat(rule.get("help").get("text").asString()).isNotEmpty();
            assertThat(rule.get("shortDescription").get("text").asString()).isNotEmpty();
        }
        assertThat(run.get("results")).isNotEmpty();
        for (JsonNode result : run.get("results")) {
            int index = result.get("ruleIndex").asInt();
            assertThat(driver.get("rules").get(index).get("id")).isEqualTo(result.get("ruleId"));
            assertThat(result.get("level").asString()).isIn("error", "warning", "note");
            assertThat(result.get("message").get("text").asString()).isNotEmpty();
            JsonNode place = result.get("locations").get(0).get("physicalLocation");
            assertThat(place.get("artifactLocation").get("uri").asString()).endsWith("a%20b.json");
            assertThat(place.get("region").get("startLine").asInt()).isPositive();
            for (JsonNode fix : result.path("fixes")) {
                JsonNode change = fix.get("artifactChanges").get(0);
                assertThat(change.get("artifactLocation").has("uri")).isTrue();
                JsonNode replacement = change.get("replacements").get(0);
                assertThat(replacement.get("deletedRegion").get("endColumn").asInt()).isPositive();
                assertThat(replacement.get("insertedContent").has("text")).isTrue();
            }
        }
    }

    @Test
    void listsTheRules() {
        assertThat(run("--rules").out()).contains("DDB-RES-001  error").contains("DDB-VAL-001");
    }
}
