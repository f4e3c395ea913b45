package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.SnapshotReader;
import dev.tablewright.controlplane.access.proof.Proof;
import dev.tablewright.controlplane.access.proof.ProofRules;
import dev.tablewright.controlplane.access.proof.Prover;
import dev.tablewright.controlplane.access.proof.Simulation;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code prove} and its relatives on a whole server: snapshot by AWS's calls, sessions, signed
 * requests.
 */
class ProveTest {
    private static final Path EXAMPLES = Path.of("../examples");
    private static final String REGION = "us-west-2";

    @TempDir private Path temporary;
    private Installation server;
    private Target administrator;

    /** What a command printed, and how it ended. */
    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        DataDirectory directory = new DataDirectory(temporary);
        var endpoint = server.server().endpoint();
        directory.note(
                new DataDirectory.Running(
                        ProcessHandle.current().pid(), endpoint, "123456789012", true));
        Installation.RootKey key = server.rootKey().orElseThrow();
        Keys root = Keys.longTerm(key.accessKeyId(), key.secretAccessKey());
        directory.keepRootKeys(root);
        administrator =
                Administrator.target(
                        endpoint, Administrator.keys(directory, endpoint, root, REGION), REGION);
    }

    @AfterEach
    void stop() {
        administrator.close();
        server.close();
    }

    @Test
    void examplesHoldByReasoningAndByRequests() throws IOException {
        String koa = EXAMPLES.resolve("koa-dev/values.yaml").toString();
        String environments = EXAMPLES.resolve("environments/values.yaml").toString();
        assertThat(tablewright("up", "-f", koa, "-n", "koa-dev").code()).isZero();
        assertThat(tablewright("up", "-f", environments, "-n", "catalog").code()).isZero();

        Ran ran =
                tablewright(
                        "prove", "-f", koa, "-n", "koa-dev", "--region", "eu-west-1", "-o", "json");

        JsonNode proof = JsonMapper.shared().readTree(ran.out());
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(findings(proof)).isEmpty();
        assertThat(proof.path("principals").propertyNames())
                .contains("koa-dev", "Alice", "Amit", "koa-branch-42");
        assertThat(proof.path("asked").path("answered").asInt()).isGreaterThan(500);
        assertThat(proof.path("asked").path("unclear").asInt()).isZero();
        assertThat(groups(proof)).contains("borders", "grants", "agreement", "expectations");
    }

    /** AWS has no sessions of other principals: there IAM's simulator is asked instead. */
    @Test
    void simulationDecidesAsReasoningDoes() throws InterruptedException {
        String koa = EXAMPLES.resolve("koa-dev/values.yaml").toString();
        assertThat(tablewright("up", "-f", koa, "-n", "koa-dev").code()).isZero();
        AccessSnapshot snapshot = SnapshotReader.read(administrator, List.of("eu-west-1"));
        ProofRules rules =
                new ProofRules(
                        ProofRules.NONE.environments(), List.of("tablewright-admin"), List.of());

        Proof proof =
                new Prover(snapshot, rules, "eu-west-1", List.of())
                        .prove(new Simulation(administrator.iam()));

        assertThat(proof.findings()).isEmpty();
        assertThat(proof.asked().answered()).isGreaterThan(100);
    }

    /**
     * Each trap is reported, by its statement.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Using.IdentityBasedPolicies.EnvironmentSeparation.html">The
     *     page whose policies these are</a>
     */
    @Test
    void literalPoliciesOfThePageHaveFourTraps() throws IOException {
        for (String user : List.of("Alice", "Amit", "Alice_B")) {
            administrator.iam().createUser(r -> r.userName(user));
            table(user + "_ProductCatalog");
        }
        String own = policy("AliceOnly", "alice.json");
        administrator.iam().attachUserPolicy(r -> r.userName("Alice").policyArn(own));
        group("developers", policy("Developers", "group.json"), "Amit");
        group("prefixed", policy("Prefixed", "group-prefix.json"), "Alice", "Alice_B");
        Path junit = temporary.resolve("junit.xml");

        Ran ran =
                tablewright(
                        "prove",
                        "--environments",
                        EXAMPLES.resolve("two-developers/environments.yaml").toString(),
                        "--region",
                        REGION,
                        "--junit",
                        junit.toString(),
                        "-o",
                        "json");

        JsonNode proof = JsonMapper.shared().readTree(ran.out());
        assertThat(ran.code()).isOne();
        assertThat(findings(proof))
                // Slash and star: nothing reaches the table itself.
                .anyMatch(
                        text ->
                                text.contains("grant-without-effect user/Alice:")
                                        && text.contains("no table is reached")
                                        && text.contains("dynamodb:GetItem")
                                        && text.contains("AllAPIActionsOnAliceTable"))
                // What is checked on * is granted on a table.
                .anyMatch(
                        text ->
                                text.contains("checked on * only")
                                        && text.contains("dynamodb:DescribeLimits")
                                        && text.contains("dynamodb:ListStreams"))
                // The table without its indexes.
                .anyMatch(
                        text ->
                                text.contains("grant-incomplete user/Amit")
                                        && text.contains("but not its indexes")
                                        && text.contains("ActionsOnUserSpecificTable"))
                // Every table of the region.
                .anyMatch(
                        text ->
                                text.contains("crosses-border user/Amit of Amit")
                                        && text.contains("Alice_ProductCatalog (Alice)")
                                        && text.contains("dynamodb:DescribeTable")
                                        && text.contains("AdditionalPrivileges"))
                // One user's name begins another's.
                .anyMatch(
                        text ->
                                text.contains("crosses-border user/Alice of Alice")
                                        && text.contains("Alice_B_ProductCatalog (Alice_B)")
                                        && text.contains("dynamodb:PutItem")
                                        && text.contains("ActionsOnUserSpecificTable")
                                        && text.contains("confirmed 11"))
                .noneMatch(text -> text.startsWith("disagreement"));
        assertThat(proof.path("asked").path("unclear").asInt()).isZero();
        assertThat(Files.readString(junit))
                .contains("<testcase classname=\"prove.borders\" name=\"user/Alice stays inside")
                .contains("<failure type=\"crosses-border\"");
        assertThat(administrator.dynamoDb(REGION).scan(r -> r.tableName("Alice_ProductCatalog")))
                .as("nothing was written")
                .matches(found -> found.count() == 0);
    }

    @Test
    void canAndWhoCanAnswerWithTheStatement() throws IOException {
        String koa = EXAMPLES.resolve("koa-dev/values.yaml").toString();
        assertThat(tablewright("up", "-f", koa, "-n", "koa-dev").code()).isZero();

        Ran yes = tablewright("can", "access-service-koa-dev", "GetItem", "idp-koa-dev-Orders");
        Ran no = tablewright("can", "access-service-koa-dev", "DeleteTable", "idp-koa-dev-Orders");
        Ran who = tablewright("who-can", "Query", "idp-koa-dev-Orders/index/AmountIndex");
        Ran unknown = tablewright("who-can", "GetItems", "idp-koa-dev-Orders");
        Ran matrix = tablewright("access", "--role", "access-*", "-o", "markdown");

        assertThat(yes.code()).isZero();
        assertThat(yes.out())
                .startsWith(
                        "yes: role/access-service-koa-dev may dynamodb:GetItem on"
                                + " idp-koa-dev-Orders\n")
                .contains("statement ReadWrite (line 1)");
        assertThat(no.code()).isOne();
        assertThat(no.out())
                .contains("because no identity-based policy allows the dynamodb:DeleteTable action")
                .contains("Not seen: ");
        assertThat(who.out())
                .containsPattern("root +yes +needs no policy")
                .containsPattern("role/access-service-koa-dev +yes +by arn:aws:iam::");
        assertThat(unknown.code()).isOne();
        assertThat(tablewright("can", "nobody", "GetItem", "idp-koa-dev-Orders").code())
                .as("no answer is not the answer no")
                .isEqualTo(2);
        assertThat(tablewright("access", "--environment", "koa").err())
                .contains("no table is of environment koa; there are koa-dev");
        assertThat(unknown.err()).contains("did you mean dynamodb:GetItem?");
        assertThat(matrix.out())
                .contains(
                        "| role/access-service-koa-dev | idp-koa-dev-Orders | koa-dev | full | full"
                                + " | - | - | full |");
    }

    private static List<String> findings(JsonNode proof) {
        List<String> findings = new ArrayList<>();
        for (JsonNode check : proof.path("checks")) {
            for (JsonNode finding : check.path("findings")) {
                findings.add(
                        finding.path("kind").asString()
                                + " "
                                + finding.path("sentence").asString()
                                + " "
                                + finding.path("actions")
                                + finding.path("by")
                                + " confirmed "
                                + finding.path("confirmedByRequests"));
            }
        }
        return findings;
    }

    private static List<String> groups(JsonNode proof) {
        List<String> groups = new ArrayList<>();
        proof.path("checks").forEach(check -> groups.add(check.path("group").asString()));
        return groups;
    }

    private void group(String name, String policy, String... users) {
        administrator.iam().createGroup(r -> r.groupName(name));
        administrator.iam().attachGroupPolicy(r -> r.groupName(name).policyArn(policy));
        for (String user : users) {
            administrator.iam().addUserToGroup(r -> r.groupName(name).userName(user));
        }
    }

    private String policy(String name, String file) throws IOException {
        String document = Files.readString(EXAMPLES.resolve("two-developers").resolve(file));
        return administrator
                .iam()
                .createPolicy(r -> r.policyName(name).policyDocument(document))
                .policy()
                .arn();
    }

    private void table(String name) {
        administrator
                .dynamoDb(REGION)
                .createTable(
                        r ->
                                r.tableName(name)
                                        .billingMode(BillingMode.PAY_PER_REQUEST)
                                        .attributeDefinitions(
                                                attribute("Id"), attribute("Category"))
                                        .keySchema(hash("Id"))
                                        .globalSecondaryIndexes(
                                                GlobalSecondaryIndex.builder()
                                                        .indexName("ByCategory")
                                                        .keySchema(hash("Category"))
                                                        .projection(
                                                                p ->
                                                                        p.projectionType(
                                                                                ProjectionType.ALL))
                                                        .build()));
        administrator.dynamoDb(REGION).waiter().waitUntilTableExists(r -> r.tableName(name));
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement hash(String name) {
        return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
    }

    private Ran tablewright(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data-dir");
        all.add(temporary.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false);
        int code = Main.run(console, all.toArray(String[]::new));
        console.out().flush();
        console.err().flush();
        return new Ran(code, out.toString(), err.toString());
    }
}
