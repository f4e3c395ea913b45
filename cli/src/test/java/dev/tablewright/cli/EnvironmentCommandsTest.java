package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Environments the whole way: command, plan, HTTP, signatures, IAM, tables. */
class EnvironmentCommandsTest {
    private static final String CATALOG =
            """
            tables:
              - name: ProductCatalog
                hashKey: Id
                attributes:
                  - {name: Id, type: S}
                  - {name: Kind, type: S}
                globalSecondaryIndex:
                  - {name: ByKind, hashKey: Kind, projectionType: ALL}
            """;

    private static final String TWO_DEVELOPERS =
            CATALOG
                    + """
                    environments:
                      - name: "{user}"
                        users: [Alice, Amit]
                        tableName: "{user}_{table}"
                        form: Group
                        group: developers
                        permissionsBoundary: true
                        createPrincipals: true
                    """;

    private static final String ADMINISTRATOR_ACCESS =
            "arn:aws:iam::aws:policy/AdministratorAccess";

    @TempDir private Path temporary;
    private Installation server;
    private DataDirectory directory;
    private Keys administrator;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        directory = new DataDirectory(temporary.resolve("data"));
        directory.note(
                new DataDirectory.Running(
                        ProcessHandle.current().pid(), endpoint(), "123456789012", true));
        Installation.RootKey key = server.rootKey().orElseThrow();
        Keys root = Keys.longTerm(key.accessKeyId(), key.secretAccessKey());
        directory.keepRootKeys(root);
        administrator = Administrator.keys(directory, endpoint(), root, "eu-west-1");
        System.setProperty("aws.accessKeyId", administrator.accessKeyId());
        System.setProperty("aws.secretAccessKey", administrator.secretAccessKey());
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** The source document's case, and the one that it leaves open: whatever else is attached. */
    @Test
    void twoDevelopersCannotReachEachOthersTables() {
        done(apply(TWO_DEVELOPERS));
        try (IamClient iam = iam()) {
            iam.attachUserPolicy(r -> r.userName("Alice").policyArn(ADMINISTRATOR_ACCESS));
        }
        for (String user : List.of("Alice", "Amit")) {
            String other = user.equals("Alice") ? "Amit" : "Alice";
            try (DynamoDbClient client = as(user)) {
                put(client, user + "_ProductCatalog", "1");
                assertThat(
                                client.query(
                                                r ->
                                                        r.tableName(user + "_ProductCatalog")
                                                                .indexName("ByKind")
                                                                .keyConditionExpression("Kind = :k")
                                                                .expressionAttributeValues(
                                                                        Map.of(
                                                                                ":k",
                                                                                AttributeValue
                                                                                        .fromS(
                                                                                                "k"))))
                                        .count())
                        .isEqualTo(1);
                assertThat(client.listTables().tableNames()).hasSize(3);
                for (String table : List.of(other + "_ProductCatalog", "koa-dev-ProductCatalog")) {
                    assertThatThrownBy(() -> put(client, table, "2"))
                            .hasMessageContaining("is not authorized to perform: dynamodb:PutItem");
                    assertThatThrownBy(() -> client.describeTable(r -> r.tableName(table)))
                            .hasMessageContaining("is not authorized");
                    assertThatThrownBy(() -> client.deleteTable(r -> r.tableName(table)))
                            .hasMessageContaining("is not authorized");
                }
            }
        }
        try (IamClient alice = iam(keys("Alice"))) {
            assertThatThrownBy(() -> alice.deleteUserPermissionsBoundary(r -> r.userName("Alice")))
                    .as("an administrator behind a border cannot take the border away")
                    .hasMessageContaining("because no permissions boundary allows");
        }
    }

    @Test
    void afterEveryApplyThePlanIsEmptyAndAtTheEndNothingIsLeft() {
        List<String> stations =
                List.of(
                        TWO_DEVELOPERS,
                        TWO_DEVELOPERS.replace("[Alice, Amit]", "[Alice, Amit, Zoe]"),
                        TWO_DEVELOPERS.replace("[Alice, Amit]", "[Zoe]") + "    ttl: 3d\n",
                        TWO_DEVELOPERS.replace("[Alice, Amit]", "[Zoe]") + "    ttl: 2w\n",
                        TWO_DEVELOPERS
                                        .replace("[Alice, Amit]", "[Zoe]")
                                        .replace("permissionsBoundary: true", "access: Admin")
                                + "    streams: true\n",
                        TWO_DEVELOPERS
                                .replace("form: Group", "form: PerPrincipal")
                                .replace("    group: developers\n", ""),
                        CATALOG
                                + "environments: [{name: b, roles: [r, s], form: PrincipalTag,"
                                + " createPrincipals: true, permissionsBoundary: true}]\n",
                        CATALOG
                                + "environments: [{name: b, roles: [r], form: ResourceTag,"
                                + " createPrincipals: true}]\n",
                        "tables: []");
        for (String values : stations) {
            Ran plan = plan(values);
            assertThat(plan.code()).as(values + plan.out() + plan.err()).isEqualTo(2);

            done(apply(values));

            assertThat(plan(values).out())
                    .as(values)
                    .isEqualTo("No changes: everything is as the values say.\n");
        }
        try (IamClient iam = iam()) {
            assertThat(iam.listUsers().users())
                    .extracting(u -> u.userName())
                    .containsExactly(Administrator.USER);
            assertThat(iam.listGroups().groups()).isEmpty();
            assertThat(iam.listRoles().roles()).isEmpty();
            assertThat(iam.listPolicies(r -> r.scope("Local")).policies()).isEmpty();
        }
        try (DynamoDbClient client = dynamoDb(administrator)) {
            assertThat(client.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void rolesByTagReachTheirOwnTablesOnly() {
        done(
                apply(
                        CATALOG
                                + """
                                environments:
                                  - {name: koa-a, roles: [ra], form: PrincipalTag, createPrincipals: true}
                                  - {name: koa-b, roles: [rb], form: ResourceTag, createPrincipals: true}
                                """));
        for (String name : List.of("a", "b")) {
            String other = name.equals("a") ? "b" : "a";
            Keys session =
                    new Session(directory, directory.required())
                            .role("r" + name, Duration.ofHours(1), "eu-west-1");
            try (DynamoDbClient client = dynamoDb(session)) {
                put(client, "koa-" + name + "-ProductCatalog", "1");
                assertThatThrownBy(() -> put(client, "koa-" + other + "-ProductCatalog", "1"))
                        .hasMessageContaining("is not authorized");
                assertThatThrownBy(() -> put(client, "koa-dev-ProductCatalog", "1"))
                        .hasMessageContaining("is not authorized");
            }
        }
    }

    @Test
    void missingPrincipalsAndForeignBoundariesAreRefusedInThePlan() {
        String values = TWO_DEVELOPERS.replace("createPrincipals: true", "createPrincipals: false");

        assertThat(plan(values).out())
                .contains(
                        "! user Alice: cannot be given access. AWS says: \"The user with name Alice"
                            + " cannot be found.\" Check the spelling, or write createPrincipals:"
                            + " true");
        try (IamClient iam = iam()) {
            iam.createUser(r -> r.userName("Alice").permissionsBoundary(ADMINISTRATOR_ACCESS));
        }
        assertThat(plan(TWO_DEVELOPERS).out())
                .contains("! user Alice: has the permissions boundary " + ADMINISTRATOR_ACCESS);
    }

    @Test
    void aCloneWithDataIsMaskedCountedAndFinishedByDoingItAgain() throws IOException {
        done(apply(CATALOG));
        try (DynamoDbClient client = dynamoDb(administrator)) {
            for (int i = 0; i < 60; i++) {
                put(client, "koa-dev-ProductCatalog", "item-" + i);
            }
            client.updateTimeToLive(
                    r ->
                            r.tableName("koa-dev-ProductCatalog")
                                    .timeToLiveSpecification(
                                            t -> t.enabled(true).attributeName("ends")));
        }
        Path wrong = file("wrong.yaml", "tables:\n  ProductCatalog:\n    n: {fake: email}\n");
        Path right =
                file(
                        "mask.yaml",
                        """
                        tables:
                          ProductCatalog:
                            Id: hash
                            Kind: redact
                            n: drop
                        """);

        Ran stopped = clone("koa-copy", wrong);
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.err())
                .contains("ProductCatalog.n holds a value of type N")
                .contains("The environment koa-copy is not complete.");
        assertThat(env("list").out()).containsPattern("koa-copy \\(half copied\\) +koa-dev");

        Ran again = clone("koa-copy", right);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("60 items copied, counts agree");
        assertThat(env("list").out()).doesNotContain("half copied");
        try (DynamoDbClient client = dynamoDb(administrator)) {
            var items = client.scan(r -> r.tableName("koa-copy-ProductCatalog")).items();
            assertThat(items).hasSize(60);
            assertThat(items)
                    .allSatisfy(
                            item -> {
                                assertThat(item).containsOnlyKeys("Id", "Kind");
                                assertThat(String.valueOf(item.get("Id")))
                                        .matches("(?s).*S=[0-9a-f]{32}\\).*");
                                assertThat(item)
                                        .containsEntry("Kind", AttributeValue.fromS("REDACTED"));
                            });
            assertThat(
                            client.describeTimeToLive(r -> r.tableName("koa-copy-ProductCatalog"))
                                    .timeToLiveDescription()
                                    .attributeName())
                    .isEqualTo("ends");
        }
        assertThat(plan(CATALOG).code()).as("the file's release is not touched").isZero();
        done(env("delete", "koa-copy", "--yes"));
        assertThat(tables()).containsExactly("koa-dev-ProductCatalog");
    }

    @Test
    void whatHasExpiredIsTornDownAndNothingElse() {
        done(apply(CATALOG));
        done(create("short", "--user", "Alice", "--ttl", "1h", "--boundary"));
        done(create("long", "--user", "Zoe", "--ttl", "3d"));
        done(create("stays", "--role", "r"));
        done(create("protected", "--role", "p", "--ttl", "1h"));
        done(create("orphan", "--role", "o", "--ttl", "1h"));
        try (DynamoDbClient client = dynamoDb(administrator)) {
            client.updateTable(
                    r -> r.tableName("protected-ProductCatalog").deletionProtectionEnabled(true));
            tag(client, "orphan-ProductCatalog", "idp/deletion-policy", "Orphan");
            table(client, "short-Other");
        }
        ExpirySchedule schedule = new ExpirySchedule(directory, endpoint(), Instant::now);

        schedule.runOnce(Instant.now());
        assertThat(tables()).hasSize(7);
        schedule.runOnce(Instant.now().plus(Duration.ofHours(2)));

        assertThat(tables())
                .containsExactlyInAnyOrder(
                        "koa-dev-ProductCatalog",
                        "long-ProductCatalog",
                        "stays-ProductCatalog",
                        "protected-ProductCatalog",
                        "orphan-ProductCatalog",
                        "short-Other");
        schedule.close();
        try (IamClient iam = iam()) {
            assertThat(iam.listUsers().users())
                    .extracting(user -> user.userName())
                    .containsExactlyInAnyOrder(Administrator.USER, "Zoe");
        }
        Ran kept = env("delete", "protected", "--yes");
        assertThat(kept.code()).isEqualTo(1);
        assertThat(kept.err()).contains("is protected against deletion; switch that off first");
        assertThat(env("delete", "--expired", "--yes").err())
                .contains("No environment has expired.");
    }

    @Test
    void oneOfAFamilyIsDeletedAndTheOthersStay() {
        done(apply(TWO_DEVELOPERS));
        assertThat(env("show", "Alice").out())
                .contains("for      user Alice")
                .containsPattern("Alice_ProductCatalog +ProductCatalog +eu-west-1 +ACTIVE");

        Ran deleted = env("delete", "Alice", "--yes");

        done(deleted);
        assertThat(deleted.err()).contains("while they name it, applying them makes it again");
        assertThat(tables()).containsExactly("Amit_ProductCatalog", "koa-dev-ProductCatalog");
        try (DynamoDbClient amit = as("Amit")) {
            put(amit, "Amit_ProductCatalog", "1");
        }
        done(env("delete", "Amit", "--yes"));
        try (IamClient iam = iam()) {
            assertThat(iam.listGroups().groups()).isEmpty();
            assertThat(iam.listPolicies(r -> r.scope("Local")).policies()).isEmpty();
        }
    }

    /** The operator would undo what is done here. */
    @Test
    void whatAnObjectInKubernetesHasMadeIsLeftAlone() {
        done(apply(CATALOG));
        done(create("koa-dev-alice", "--user", "Alice"));
        try (DynamoDbClient client = dynamoDb(administrator)) {
            tag(
                    client,
                    "koa-dev-alice-ProductCatalog",
                    "idp/release",
                    Release.ofObject("koa-dev", "alice").name());
        }
        String said =
                "the environment koa-dev-alice belongs to the Environment object koa-dev/alice in"
                        + " Kubernetes; change it or delete it there";

        assertThat(create("koa-dev-alice", "--user", "Alice").err()).contains(said);
        assertThat(env("clone", "koa-dev", "koa-dev-alice", "--user", "Alice").err())
                .contains(said);
        Ran deleted = env("delete", "koa-dev-alice", "--yes");
        assertThat(deleted.code()).isNotZero();
        assertThat(deleted.err()).contains(said);
        assertThat(tables()).contains("koa-dev-alice-ProductCatalog");
    }

    @Test
    void quotasAreSetByThePlanAndGoWithTheEnvironment() {
        String values =
                CATALOG
                        + "environments: [{name: q, roles: [r], createPrincipals: true,"
                        + " quotas: {tables: 1, writeUnits: 50}}]\n";

        assertThat(plan(values).out())
                .contains("~ environment q: set the quota tables 1, writeUnits 50");
        done(apply(values));

        assertThat(plan(values).out()).isEqualTo("No changes: everything is as the values say.\n");
        assertThat(env("show", "q").out()).contains("quota    tables 1, writeUnits 50");
        try (DynamoDbClient client = dynamoDb(administrator)) {
            assertThatThrownBy(() -> table(client, "q-Second"))
                    .isInstanceOf(LimitExceededException.class);
            table(client, "elsewhere");
            client.deleteTable(r -> r.tableName("elsewhere"));
        }
        done(env("delete", "q", "--yes"));
        assertThat(plan(values).out())
                .as("the quota is gone too")
                .contains("~ environment q: set the quota");
    }

    /** A plan in a file may be days old; what others changed since is theirs. */
    @Test
    void aSavedPlanStopsWhereSomebodyElseChangedAQuotaOrABorder() {
        String values =
                CATALOG
                        + "environments: [{name: q, users: [Zoe], createPrincipals: true,"
                        + " permissionsBoundary: true, quotas: {tables: 1}}]\n";
        done(apply(values));
        String file = temporary.resolve("plan.json").toString();
        Ran made = savedPlan(values.replace("tables: 1", "tables: 2"), file);
        assertThat(made.out()).contains("set the quota tables 2 (was tables 1)");
        done(
                run(
                        "env",
                        "quota",
                        "q",
                        "--prefix",
                        "q-",
                        "--tables",
                        "9",
                        "--data-dir",
                        directory.root().toString()));

        assertThat(run("apply", file, "--yes", "--endpoint-url", endpoint().toString()).err())
                .contains("the quota has changed since the plan was made: it is tables 9");
        Ran drift =
                run(
                        "drift",
                        "-f",
                        file("values.yaml", values).toString(),
                        "-n",
                        "koa-dev",
                        "--endpoint-url",
                        endpoint().toString());
        assertThat(drift.code()).isEqualTo(2);
        assertThat(drift.out()).contains("environment q: quota").contains("live:   tables 9 on q-");
        done(apply(values));

        done(savedPlan(values.replace("permissionsBoundary: true, ", ""), file));
        try (IamClient iam = iam()) {
            iam.putUserPermissionsBoundary(
                    r -> r.userName("Zoe").permissionsBoundary(ADMINISTRATOR_ACCESS));
        }
        assertThat(run("apply", file, "--yes", "--endpoint-url", endpoint().toString()).err())
                .contains(
                        "its permissions boundary has changed since the plan was made: it is "
                                + ADMINISTRATOR_ACCESS);
    }

    private Ran savedPlan(String values, String file) {
        return run(
                "plan",
                "-f",
                file("values.yaml", values).toString(),
                "-n",
                "koa-dev",
                "--out",
                file,
                "--endpoint-url",
                endpoint().toString());
    }

    private static void table(DynamoDbClient client, String name) {
        client.createTable(
                r ->
                        r.tableName(name)
                                .billingMode("PAY_PER_REQUEST")
                                .keySchema(
                                        KeySchemaElement.builder()
                                                .attributeName("i")
                                                .keyType("HASH")
                                                .build())
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("i")
                                                .attributeType("S")
                                                .build()));
    }

    @Test
    void exportLinesAreStillThere() {
        Ran ran = run("env", "--data-dir", directory.root().toString());

        assertThat(ran.out()).contains("export AWS_ENDPOINT_URL='" + endpoint() + "'\n");
    }

    private static void tag(DynamoDbClient client, String table, String key, String value) {
        String arn = client.describeTable(r -> r.tableName(table)).table().tableArn();
        Tag tag = Tag.builder().key(key).value(value).build();
        client.tagResource(r -> r.resourceArn(arn).tags(tag));
    }

    private static void put(DynamoDbClient client, String table, String id) {
        client.putItem(
                r ->
                        r.tableName(table)
                                .item(
                                        Map.of(
                                                "Id", AttributeValue.fromS(id),
                                                "Kind", AttributeValue.fromS("k"),
                                                "n", AttributeValue.fromN("1"))));
    }

    private static void done(Ran ran) {
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    }

    private Ran create(String name, String... options) {
        List<String> all =
                new ArrayList<>(List.of(name, "--like", "koa-dev", "--create-principals"));
        all.addAll(List.of(options));
        return env("create", all.toArray(String[]::new));
    }

    private Ran clone(String name, Path mask) {
        return env(
                "clone",
                "koa-dev",
                name,
                "--with-data",
                "--mask",
                mask.toString(),
                "--data-dir",
                directory.root().toString());
    }

    private Ran env(String verb, String... options) {
        List<String> arguments = new ArrayList<>(List.of("env", verb));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--endpoint-url", endpoint().toString()));
        return run(arguments.toArray(String[]::new));
    }

    private Ran plan(String values) {
        return onTarget("plan", values, "--exit-code");
    }

    private Ran apply(String values) {
        return onTarget("apply", values, "--yes");
    }

    private Ran onTarget(String verb, String values, String option) {
        return run(
                verb,
                "-f",
                file("values.yaml", values).toString(),
                "-n",
                "koa-dev",
                option,
                "--endpoint-url",
                endpoint().toString());
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false);
        int code = Main.run(console, arguments);
        console.out().flush();
        console.err().flush();
        return new Ran(code, out.toString(), err.toString());
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(temporary.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Keys keys(String user) {
        return new Session(directory, directory.required()).user(user, "eu-west-1");
    }

    private DynamoDbClient as(String user) {
        return dynamoDb(keys(user));
    }

    private List<String> tables() {
        try (DynamoDbClient client = dynamoDb(administrator)) {
            return client.listTables().tableNames();
        }
    }

    private URI endpoint() {
        return server.server().endpoint();
    }

    private DynamoDbClient dynamoDb(Keys keys) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private IamClient iam() {
        return iam(administrator);
    }

    private IamClient iam(Keys keys) {
        return IamClient.builder()
                .endpointOverride(endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(keys.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
