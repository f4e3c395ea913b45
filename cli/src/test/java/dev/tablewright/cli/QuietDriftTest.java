package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.Durability;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.iam.IamClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drift is silent about all that AWS fills in, moves or writes in another way, and about what the
 * values do not name; a true difference is told once, with who made it and when.
 */
class QuietDriftTest {
    private static final Release RELEASE = new Release("koa-dev", Release.DEFAULT_NAME);
    private static final String ROLE = "app-koa-dev";
    private static final String ORDERS = "koa-dev-Orders";
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

    private static final String VALUES =
            """
            deletionPolicy: Delete
            tags: {team: koa, stage: dev}
            tables:
              - name: Orders
                hashKey: Id
                rangeKey: Date
                attributes:
                  - {name: Id, type: S}
                  - {name: Date, type: S}
                  - {name: State, type: S}
                  - {name: Total, type: "N"}
                localSecondaryIndex:
                  - {name: ByTotal, rangeKey: Total, projectionType: INCLUDE, nonKeyAttributes: [b, a]}
                globalSecondaryIndex:
                  - {name: ByState, hashKey: State, rangeKey: Date, projectionType: INCLUDE, nonKeyAttributes: [d, c]}
                  - {name: ByDate, hashKey: Date, projectionType: ALL, onDemandThroughput: {maxReadRequestUnits: 50}}
                onDemandThroughput: {maxReadRequestUnits: 100}
                warmThroughput: {readUnitsPerSecond: 12000, writeUnitsPerSecond: 4000}
                ttl: {enabled: true, attributeName: Ends}
                streamEnabled: true
                streamViewType: NEW_IMAGE
                serverSideEncryption: {enabled: true}
                tableClass: STANDARD
                deletionProtectionEnabled: false
                pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                contributorInsights: {enabled: true}
                backup: {enabled: true}
                resourcePolicy:
                  Version: 2012-10-17
                  Statement:
                    Effect: Allow
                    Principal: {AWS: '123456789012'}
                    Action: 'dynamodb:GetItem'
                    Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders'
                serviceAccountReadRoles: [app-koa-dev]
              - name: Counters
                hashKey: Id
                billingMode: PROVISIONED
                readCapacity: 5
                writeCapacity: 6
                attributes: [{name: Id, type: S}, {name: A, type: S}]
                globalSecondaryIndex:
                  - {name: ByA, hashKey: A, projectionType: KEYS_ONLY, readCapacity: 2, writeCapacity: 3}
                serviceAccountWriteRoles: [app-koa-dev]
            """;

    @TempDir private Path temporary;
    private Installation server;
    private Path values;
    private DynamoDbClient dynamoDb;
    private IamClient iam;

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void serve() throws IOException {
        server =
                Installation.open(
                        new Installation.Settings(
                                temporary.resolve("data"),
                                Durability.MEMORY,
                                "127.0.0.1",
                                0,
                                Installation.DEFAULT_ACCOUNT,
                                null));
        directory()
                .note(
                        new DataDirectory.Running(
                                ProcessHandle.current().pid(),
                                server.server().endpoint(),
                                Installation.DEFAULT_ACCOUNT,
                                false));
        values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
        Ran up = run("up", "-f", values.toString(), "-n", "koa-dev", "--data-dir", data());
        assertThat(up.code()).as(up.err()).isZero();
        Keys keys =
                Administrator.keys(
                        directory(),
                        server.server().endpoint(),
                        Keys.longTerm(
                                server.rootKey().orElseThrow().accessKeyId(),
                                server.rootKey().orElseThrow().secretAccessKey()),
                        "eu-west-1");
        System.setProperty("aws.accessKeyId", keys.forSdk().accessKeyId());
        System.setProperty("aws.secretAccessKey", keys.forSdk().secretAccessKey());
        iam =
                IamClient.builder()
                        .endpointOverride(server.server().endpoint())
                        .region(Region.AWS_GLOBAL)
                        .credentialsProvider(StaticCredentialsProvider.create(keys.forSdk()))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        dynamoDb = as("mallory");
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        iam.close();
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** A user who may do everything with tables. */
    private DynamoDbClient as(String user) {
        iam.createUser(r -> r.userName(user));
        iam.putUserPolicy(
                r ->
                        r.userName(user)
                                .policyName("all")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[
                                          {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}
                                        """));
        var key = iam.createAccessKey(r -> r.userName(user)).accessKey();
        return DynamoDbClient.builder()
                .endpointOverride(server.server().endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private String data() {
        return temporary.resolve("data").toString();
    }

    private DataDirectory directory() {
        return new DataDirectory(temporary.resolve("data"));
    }

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Main.run(
                        new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false),
                        arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private Ran drift(String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "drift",
                                "-f",
                                values.toString(),
                                "-n",
                                "koa-dev",
                                "--endpoint-url",
                                server.server().endpoint().toString(),
                                "--data-dir",
                                data()));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    @Test
    void whatAwsFillsInOrMovesAndWhatIsOfOthersIsNoDrift() throws Exception {
        assertThat(drift()).isEqualTo(quiet());
        othersAreBusy();
        assertThat(drift()).isEqualTo(quiet());
        try (TestTarget filled = TestTarget.of(server, new AwsFillsIn())) {
            Rollout rollout = filled.rollout(VALUES, RELEASE);
            assertThat(Drift.of(rollout.desired(), rollout.observe()).differences()).isEmpty();
            assertThat(rollout.plan().steps()).isEmpty();
        }
    }

    private static Ran quiet() {
        return new Ran(0, "No drift: everything that the values name is as they say.\n", "");
    }

    /** Does what the values do not name, and says in other words what they do. */
    private void othersAreBusy() {
        dynamoDb.tagResource(
                r ->
                        r.resourceArn(ARN + ORDERS)
                                .tags(
                                        software.amazon.awssdk.services.dynamodb.model.Tag.builder()
                                                .key("theirs")
                                                .value("x")
                                                .build()));
        dynamoDb.updateTable(r -> r.tableName("koa-dev-Counters").deletionProtectionEnabled(true));
        iam.listPolicies(r -> r.scope("Local")).policies().stream()
                .filter(policy -> policy.policyName().contains(ROLE))
                .forEach(
                        policy -> {
                            String document =
                                    iam.getPolicyVersion(
                                                    r ->
                                                            r.policyArn(policy.arn())
                                                                    .versionId(
                                                                            policy
                                                                                    .defaultVersionId()))
                                            .policyVersion()
                                            .document();
                            JsonNode parsed =
                                    JsonMapper.shared()
                                            .readTree(
                                                    URLDecoder.decode(
                                                            document, StandardCharsets.UTF_8));
                            iam.createPolicyVersion(
                                    r ->
                                            r.policyArn(policy.arn())
                                                    .setAsDefault(true)
                                                    .policyDocument(parsed.toPrettyString()));
                        });
        String theirs =
                iam.createPolicy(
                                r ->
                                        r.policyName("theirs")
                                                .policyDocument(
                                                        """
                                                        {"Version":"2012-10-17","Statement":[
                                                          {"Effect":"Deny","Action":"s3:*","Resource":"*"}]}
                                                        """))
                        .policy()
                        .arn();
        iam.attachRolePolicy(r -> r.roleName(ROLE).policyArn(theirs));
    }

    /**
     * One change by somebody else.
     *
     * @param operation that the audit tells
     */
    private record Moved(
            String field,
            String wanted,
            String live,
            String operation,
            Consumer<DynamoDbClient> change) {}

    private static final List<Moved> MOVES =
            List.of(
                    new Moved(
                            "deletionProtectionEnabled",
                            "off",
                            "on",
                            "UpdateTable",
                            db ->
                                    db.updateTable(
                                            r ->
                                                    r.tableName(ORDERS)
                                                            .deletionProtectionEnabled(true))),
                    new Moved(
                            "pointInTimeRecovery",
                            "7 days",
                            "3 days",
                            "UpdateContinuousBackups",
                            db ->
                                    db.updateContinuousBackups(
                                            r ->
                                                    r.tableName(ORDERS)
                                                            .pointInTimeRecoverySpecification(
                                                                    p ->
                                                                            p.pointInTimeRecoveryEnabled(
                                                                                            true)
                                                                                    .recoveryPeriodInDays(
                                                                                            3)))),
                    new Moved(
                            "tag team",
                            "koa",
                            "absent",
                            "UntagResource",
                            db ->
                                    db.untagResource(
                                            r -> r.resourceArn(ARN + ORDERS).tagKeys("team"))),
                    new Moved(
                            "capacity",
                            "PROVISIONED 5/6",
                            "PROVISIONED 7/6",
                            "UpdateTable",
                            db ->
                                    db.updateTable(
                                            r ->
                                                    r.tableName("koa-dev-Counters")
                                                            .provisionedThroughput(
                                                                    ProvisionedThroughput.builder()
                                                                            .readCapacityUnits(7L)
                                                                            .writeCapacityUnits(6L)
                                                                            .build()))),
                    new Moved(
                            "globalSecondaryIndex ByA",
                            "present",
                            "absent",
                            "UpdateTable",
                            db ->
                                    db.updateTable(
                                            r ->
                                                    r.tableName("koa-dev-Counters")
                                                            .attributeDefinitions(
                                                                    AttributeDefinition.builder()
                                                                            .attributeName("Id")
                                                                            .attributeType("S")
                                                                            .build())
                                                            .globalSecondaryIndexUpdates(
                                                                    GlobalSecondaryIndexUpdate
                                                                            .builder()
                                                                            .delete(
                                                                                    d ->
                                                                                            d
                                                                                                    .indexName(
                                                                                                            "ByA"))
                                                                            .build()))),
                    new Moved(
                            "contributorInsights",
                            "ACCESSED_AND_THROTTLED_KEYS",
                            "off",
                            "UpdateContributorInsights",
                            db ->
                                    db.updateContributorInsights(
                                            r ->
                                                    r.tableName(ORDERS)
                                                            .contributorInsightsAction("DISABLE"))),
                    new Moved(
                            "stream",
                            "NEW_IMAGE",
                            "off",
                            "UpdateTable",
                            db ->
                                    db.updateTable(
                                            r ->
                                                    r.tableName(ORDERS)
                                                            .streamSpecification(
                                                                    s -> s.streamEnabled(false)))));

    @Test
    void oneTrueDifferenceIsToldWithWhatSinceWhenAndByWhom() {
        for (Moved moved : MOVES) {
            Instant before = Instant.now().minusSeconds(1);
            moved.change().accept(dynamoDb);
            settle();

            Ran ran = drift("-o", "json");

            assertThat(ran.code()).as(moved.field() + ran.err()).isEqualTo(2);
            JsonNode found = JsonMapper.shared().readTree(ran.out()).path("differences");
            assertThat(found.size()).as(ran.out()).isEqualTo(1);
            JsonNode one = found.path(0);
            assertThat(one.path("field").asString()).isEqualTo(moved.field());
            assertThat(one.path("wanted").asString()).contains(moved.wanted());
            assertThat(one.path("live").asString()).contains(moved.live());
            JsonNode last = one.path("lastChange");
            assertThat(last.path("operation").asString())
                    .as(ran.out())
                    .isEqualTo(moved.operation());
            assertThat(last.path("by").asString())
                    .isEqualTo("arn:aws:iam::123456789012:user/mallory");
            assertThat(Instant.parse(last.path("time").asString()))
                    .isBetween(before, Instant.now().plusSeconds(1));
            assertThat(drift().out())
                    .contains("last changed ")
                    .contains("by arn:aws:iam::123456789012:user/mallory")
                    .endsWith("1 difference.\n");
            mend();
        }
    }

    /** What UpdateTable has begun has ended. */
    private void settle() {
        for (String table : List.of(ORDERS, "koa-dev-Counters")) {
            while (!dynamoDb.describeTable(r -> r.tableName(table))
                    .table()
                    .tableStatusAsString()
                    .equals("ACTIVE")) {
                Thread.onSpinWait();
            }
            while (dynamoDb
                    .describeTable(r -> r.tableName(table))
                    .table()
                    .globalSecondaryIndexes()
                    .stream()
                    .anyMatch(index -> !index.indexStatusAsString().equals("ACTIVE"))) {
                Thread.onSpinWait();
            }
        }
    }

    private void mend() {
        Ran ran =
                run(
                        "apply",
                        "-f",
                        values.toString(),
                        "-n",
                        "koa-dev",
                        "--endpoint-url",
                        server.server().endpoint().toString(),
                        "--yes");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(drift()).isEqualTo(quiet());
    }

    /** The policy of a role, and who changed it. */
    @Test
    void accessThatSomebodyHasTakenIsToldToo() {
        String policy =
                iam.listAttachedRolePolicies(r -> r.roleName(ROLE))
                        .attachedPolicies()
                        .getFirst()
                        .policyArn();
        iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(policy));

        Ran ran = drift();

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out())
                .contains("role app-koa-dev: attached policy ")
                .contains("(DetachRolePolicy)")
                .endsWith("1 difference.\n");
    }
}
