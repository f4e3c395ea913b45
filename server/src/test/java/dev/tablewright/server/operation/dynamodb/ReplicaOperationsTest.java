package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.function.Predicate;

/** Global tables over HTTP: two regions of one server. */
class ReplicaOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HERE = LiveServer.REGION;
    private static final String THERE = "us-east-1";

    private static LiveServer server;
    private static int made;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode ok(String region, String operation, String body) throws IOException {
        Answer answer = server.call(server.root(), region, operation, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Waits for what background work does within milliseconds. */
    private static JsonNode until(
            String region, String operation, String body, Predicate<JsonNode> holds)
            throws IOException {
        JsonNode answer = ok(region, operation, body);
        while (!holds.test(answer)) {
            Thread.onSpinWait();
            answer = ok(region, operation, body);
        }
        return answer;
    }

    private static String table(String more) throws IOException {
        String name = "Table" + made++;
        ok(
                HERE,
                "CreateTable",
                """
                {"TableName":"%s","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],%s}
                """
                        .formatted(name, more));
        return name;
    }

    private static String onDemand() throws IOException {
        return table("\"BillingMode\":\"PAY_PER_REQUEST\"");
    }

    private static String updates(String table, String updates) {
        return "{\"TableName\":\"" + table + "\",\"ReplicaUpdates\":" + updates + "}";
    }

    private static String replicated() throws IOException {
        String table = onDemand();
        ok(HERE, "UpdateTable", updates(table, "[{\"Create\":{\"RegionName\":\"us-east-1\"}}]"));
        until(
                HERE,
                "DescribeTable",
                named(table),
                answer -> status(answer.get("Table")).equals("ACTIVE"));
        return table;
    }

    private static String status(JsonNode table) {
        return table.get("Replicas").get(0).get("ReplicaStatus").asString();
    }

    private static String named(String table) {
        return "{\"TableName\":\"" + table + "\"}";
    }

    private static String put(String table, String key) {
        return "{\"TableName\":\"%s\",\"Item\":{\"a\":{\"S\":\"%s\"}}}".formatted(table, key);
    }

    @Test
    void replicaIsMadeChangedAndDeletedAndShowsWhatGoesOn() throws IOException {
        String table = onDemand();
        JsonNode made =
                ok(
                                HERE,
                                "UpdateTable",
                                updates(table, "[{\"Create\":{\"RegionName\":\"us-east-1\"}}]"))
                        .get("TableDescription");
        assertThat(made.get("TableStatus").asString()).isEqualTo("UPDATING");
        assertThat(status(made)).isEqualTo("CREATING");
        assertThat(made.get("GlobalTableVersion").asString()).isEqualTo("2019.11.21");

        JsonNode there =
                until(
                                THERE,
                                "DescribeTable",
                                named(table),
                                answer ->
                                        answer.get("Table")
                                                .get("TableStatus")
                                                .asString()
                                                .equals("ACTIVE"))
                        .get("Table");
        assertThat(there.get("Replicas").get(0).get("RegionName").asString()).isEqualTo(HERE);
        assertThat(there.get("StreamSpecification").get("StreamViewType").asString())
                .isEqualTo("NEW_AND_OLD_IMAGES");

        JsonNode changed =
                ok(
                                HERE,
                                "UpdateTable",
                                updates(
                                        table,
                                        "[{\"Update\":{\"RegionName\":\"us-east-1\","
                                                + "\"OnDemandThroughputOverride\":"
                                                + "{\"MaxReadRequestUnits\":7}}}]"))
                        .get("TableDescription");
        assertThat(status(changed)).isEqualTo("UPDATING");
        assertThat(
                        changed.get("Replicas")
                                .get(0)
                                .get("OnDemandThroughputOverride")
                                .get("MaxReadRequestUnits")
                                .asInt())
                .isEqualTo(7);
        until(
                THERE,
                "DescribeTable",
                named(table),
                answer -> answer.get("Table").get("TableStatus").asString().equals("ACTIVE"));

        assertThat(
                        ok(HERE, "DescribeTable", named(table))
                                .at("/Table/Replicas/0/WarmThroughput")
                                .toString())
                .isEqualTo(
                        "{\"ReadUnitsPerSecond\":12000,\"WriteUnitsPerSecond\":4000,"
                                + "\"Status\":\"ACTIVE\"}");
        JsonNode gone =
                ok(
                                HERE,
                                "UpdateTable",
                                updates(table, "[{\"Delete\":{\"RegionName\":\"us-east-1\"}}]"))
                        .get("TableDescription");
        assertThat(status(gone)).isEqualTo("DELETING");
        JsonNode alone =
                until(
                        HERE,
                        "DescribeTable",
                        named(table),
                        answer -> !answer.get("Table").has("Replicas"));
        assertThat(alone.get("Table").has("GlobalTableVersion")).isFalse();
        Answer inThere = server.call(server.root(), THERE, "DescribeTable", named(table));
        while (inThere.status() == 200) {
            assertThat(inThere.body()).contains("DELETING");
            inThere = server.call(server.root(), THERE, "DescribeTable", named(table));
        }
        assertThat(inThere.body()).contains("ResourceNotFoundException");
    }

    @Test
    void itemsTravelBothWaysAndDeletionsToo() throws IOException {
        String table = replicated();
        ok(HERE, "PutItem", put(table, "here"));
        ok(THERE, "PutItem", put(table, "there"));
        Predicate<JsonNode> both = answer -> answer.get("Count").asInt() == 2;
        until(HERE, "Scan", named(table), both);
        until(THERE, "Scan", named(table), both);

        ok(
                THERE,
                "DeleteItem",
                "{\"TableName\":\"%s\",\"Key\":{\"a\":{\"S\":\"here\"}}}".formatted(table));

        until(HERE, "Scan", named(table), answer -> answer.get("Count").asInt() == 1);
    }

    @Test
    void roleOfTheServiceIsMadeWithTheFirstReplica() throws IOException {
        replicated();

        // A second one is not needed: whoever may not make it may add replicas all the same.
        String table = onDemand();
        AccessKey key =
                server.user(
                        "replicator" + made,
                        """
                        {"Version":"2012-10-17","Statement":[
                          {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}
                        """);
        assertThat(
                        server.call(
                                        key,
                                        "UpdateTable",
                                        updates(
                                                table,
                                                "[{\"Create\":{\"RegionName\":\"us-east-1\"}}]"))
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "without {0}: denied")
    @CsvSource({
        "CreateTable",
        "CreateTableReplica",
        "Query",
        "Scan",
        "UpdateItem",
        "PutItem",
        "GetItem",
        "DeleteItem",
        "BatchWriteItem"
    })
    void replicaNeedsEachPermissionInItsOwnRegion(String action) throws IOException {
        String table = onDemand();
        AccessKey key =
                server.user(
                        "without" + action,
                        """
                        {"Version":"2012-10-17","Statement":[
                          {"Effect":"Allow","Action":["dynamodb:*","iam:*"],"Resource":"*"},
                          {"Effect":"Deny","Action":"dynamodb:%s",
                           "Resource":"arn:aws:dynamodb:us-east-1:*:table/*"}]}
                        """
                                .formatted(action));

        Answer answer =
                server.call(
                        key,
                        "UpdateTable",
                        updates(table, "[{\"Create\":{\"RegionName\":\"us-east-1\"}}]"));

        assertThat(answer.body())
                .contains("AccessDeniedException")
                .contains("dynamodb:" + action)
                .contains("arn:aws:dynamodb:us-east-1:" + LiveServer.ACCOUNT + ":table/" + table);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "ReplicaUpdates":[]                                      | Member must have length greater than or equal to 1
                    "ReplicaUpdates":[{}]                                    | ReplicationGroupUpdate.Delete must not be null
                    "ReplicaUpdates":[{"Create":{}}]                         | replicaUpdates.1.member.create.regionName' failed to satisfy constraint: Member must not be null
                    "ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}] | Cannot add, delete, or update the local region through ReplicaUpdates
                    "ReplicaUpdates":[{"Create":{"RegionName":"mars"}}]      | Region mars is not a valid region name
                    "ReplicaUpdates":[{"Delete":{"RegionName":"us-west-1"}}] | Replica specified in the Replica Update or Replica Delete action of the request was not found.
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1"}},{"Create":{"RegionName":"us-west-2"}}] | Only one replica can be created, updated or deleted in one call of UpdateTable
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1"}}],"MultiRegionConsistency":"STRONG" | MultiRegionConsistency STRONG is not supported by this server
                    "MultiRegionConsistency":"EVENTUAL"                      | MultiRegionConsistency can only be specified when a replica is created
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1"}}],"TableClass":"STANDARD" | ReplicaUpdates cannot be specified together with TableClass
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1","ProvisionedThroughputOverride":{"ReadCapacityUnits":1}}}] | ProvisionedThroughputOverride cannot be specified when BillingMode is PAY_PER_REQUEST
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1","ProvisionedThroughputOverride":{"ReadCapacityUnits":0}}}] | Member must have value greater than or equal to 1
                    "ReplicaUpdates":[{"Create":{"RegionName":"us-west-1","GlobalSecondaryIndexes":[{"IndexName":"nope"}]}}] | The table does not have the specified index: nope
                    """)
    void refusals(String members, String expected) throws IOException {
        String table = onDemand();

        Answer answer =
                server.call("UpdateTable", "{\"TableName\":\"" + table + "\"," + members + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("ValidationException").contains(expected);
    }

    @Test
    void provisionedTableNeedsScaledWrites() throws IOException {
        String table =
                table(
                        "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":1,\"WriteCapacityUnits\":1}");
        String create = updates(table, "[{\"Create\":{\"RegionName\":\"us-east-1\"}}]");

        assertThat(server.call("UpdateTable", create).body())
                .contains("Table write capacity should either be Pay-Per-Request or AutoScaled.");

        server.scale(
                server.root(),
                "RegisterScalableTarget",
                """
                {"ServiceNamespace":"dynamodb","ResourceId":"table/%s","MinCapacity":1,
                 "MaxCapacity":5,"ScalableDimension":"dynamodb:table:WriteCapacityUnits"}
                """
                        .formatted(table));
        assertThat(server.call("UpdateTable", create).status()).isEqualTo(200);
    }

    private static final String POLICY =
            """
            {"MinimumUnits":%d,"MaximumUnits":10,"ScalingPolicyUpdate":{
              "TargetTrackingScalingPolicyConfiguration":{"TargetValue":70}}}
            """;

    @Test
    void replicasFollowTheirLoadAsTheyAreToldInOneCall() throws IOException {
        String table = replicated();
        String region = "{\"RegionName\":\"us-east-1\",\"%s\":%s}";
        ok(
                HERE,
                "UpdateTableReplicaAutoScaling",
                "{\"TableName\":\"%s\",\"ProvisionedWriteCapacityAutoScalingUpdate\":%s,\"ReplicaUpdates\":[%s]}"
                        .formatted(
                                table,
                                POLICY.formatted(5),
                                region.formatted(
                                        "ReplicaProvisionedReadCapacityAutoScalingUpdate",
                                        POLICY.formatted(3))));
        JsonNode replicas =
                ok(THERE, "DescribeTableReplicaAutoScaling", named(table))
                        .at("/TableAutoScalingDescription/Replicas");

        assertThat(replicas.at("/0/RegionName").asString()).isEqualTo(HERE);
        assertThat(
                        replicas.at(
                                        "/0/ReplicaProvisionedReadCapacityAutoScalingSettings/AutoScalingDisabled")
                                .asBoolean())
                .isTrue();
        assertThat(
                        replicas.at(
                                        "/0/ReplicaProvisionedWriteCapacityAutoScalingSettings/MinimumUnits")
                                .asInt())
                .isEqualTo(5);
        JsonNode reads = replicas.at("/1/ReplicaProvisionedReadCapacityAutoScalingSettings");
        assertThat(reads.get("MinimumUnits").asInt()).isEqualTo(3);
        assertThat(reads.at("/ScalingPolicies/0/PolicyName").asString())
                .isEqualTo("DynamoDBReadCapacityUtilization:table/" + table);
        assertThat(
                        server.call(
                                        "UpdateTableReplicaAutoScaling",
                                        "{\"TableName\":\"%s\",\"ReplicaUpdates\":[%s]}"
                                                .formatted(
                                                        table,
                                                        region.replace("us-east-1", "us-west-2")
                                                                .formatted(
                                                                        "ReplicaProvisionedReadCapacityAutoScalingUpdate",
                                                                        POLICY.formatted(3))))
                                .body())
                .contains("ValidationException")
                .contains("us-west-2");
        String plain = onDemand();
        assertThat(
                        ok(HERE, "DescribeTableReplicaAutoScaling", named(plain))
                                .at("/TableAutoScalingDescription/Replicas")
                                .size())
                .isZero();
    }

    private static final String STREAMED =
            """
            {"TableName":"%s","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
             "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1},
             "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
            """;

    private static String global(String name, String more) {
        return "{\"GlobalTableName\":\"" + name + "\"" + more + "}";
    }

    @Test
    void globalTableOfTheOldVersionIsMadeOfTablesAndComesApartAgain() throws IOException {
        String name = "Old" + made++;
        ok(HERE, "CreateTable", STREAMED.formatted(name));
        ok(THERE, "CreateTable", STREAMED.formatted(name));
        assertThat(server.call("DescribeGlobalTable", global(name, "")).body())
                .contains("GlobalTableNotFoundException");
        JsonNode created =
                ok(
                                HERE,
                                "CreateGlobalTable",
                                global(
                                        name,
                                        ",\"ReplicationGroup\":[{\"RegionName\":\"us-east-1\"},"
                                                + "{\"RegionName\":\"eu-west-1\"}]"))
                        .get("GlobalTableDescription");
        assertThat(created.get("GlobalTableStatus").asString()).isEqualTo("CREATING");
        assertThat(created.get("GlobalTableArn").asString())
                .endsWith(":global-table/" + name)
                .startsWith("arn:aws:dynamodb::");
        JsonNode shown = ok(THERE, "DescribeGlobalTable", global(name, ""));
        assertThat(shown.at("/GlobalTableDescription/GlobalTableStatus").asString())
                .isEqualTo("ACTIVE");
        assertThat(shown.at("/GlobalTableDescription/ReplicationGroup").toString())
                .isEqualTo("[{\"RegionName\":\"eu-west-1\"},{\"RegionName\":\"us-east-1\"}]");
        assertThat(
                        ok(HERE, "DescribeTable", named(name))
                                .at("/Table/GlobalTableVersion")
                                .asString())
                .isEqualTo("2017.11.29");
        ok(THERE, "PutItem", put(name, "k"));
        until(
                HERE,
                "GetItem",
                "{\"TableName\":\"%s\",\"Key\":{\"a\":{\"S\":\"k\"}}}".formatted(name),
                answer -> answer.has("Item"));

        ok(
                HERE,
                "UpdateGlobalTable",
                global(name, ",\"ReplicaUpdates\":[{\"Delete\":{\"RegionName\":\"us-east-1\"}}]"));
        until(
                HERE,
                "DescribeGlobalTable",
                global(name, ""),
                answer ->
                        answer.at("/GlobalTableDescription/GlobalTableStatus")
                                .asString()
                                .equals("ACTIVE"));
        assertThat(ok(THERE, "DescribeTable", named(name)).get("Table").has("GlobalTableVersion"))
                .isFalse();
        assertThat(
                        ok(HERE, "ListGlobalTables", "{\"RegionName\":\"us-east-1\"}")
                                .get("GlobalTables")
                                .toString())
                .doesNotContain(name);
    }

    @Test
    void settingsOfAGlobalTableOfTheOldVersionAreChangedTogether() throws IOException {
        String name = "Old" + made++;
        ok(HERE, "CreateTable", STREAMED.formatted(name));
        ok(THERE, "CreateTable", STREAMED.formatted(name));
        ok(
                HERE,
                "CreateGlobalTable",
                global(
                        name,
                        ",\"ReplicationGroup\":[{\"RegionName\":\"us-east-1\"},"
                                + "{\"RegionName\":\"eu-west-1\"}]"));
        ok(
                HERE,
                "UpdateGlobalTableSettings",
                global(
                        name,
                        """
                        ,"GlobalTableProvisionedWriteCapacityUnits":7,
                        "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate":%s,
                        "ReplicaSettingsUpdate":[{"RegionName":"us-east-1",
                          "ReplicaProvisionedReadCapacityUnits":4,
                          "ReplicaTableClass":"STANDARD_INFREQUENT_ACCESS"}]
                        """
                                .formatted(POLICY.formatted(5))));
        JsonNode settings =
                ok(THERE, "DescribeGlobalTableSettings", global(name, "")).get("ReplicaSettings");

        assertThat(units(settings, 0)).isEqualTo("eu-west-1 1 7 5");
        assertThat(units(settings, 1)).isEqualTo("us-east-1 4 7 5");
        assertThat(settings.at("/1/ReplicaTableClassSummary/TableClass").asString())
                .isEqualTo("STANDARD_INFREQUENT_ACCESS");
        assertThat(
                        server.call(
                                        "UpdateGlobalTableSettings",
                                        global(
                                                name,
                                                ",\"ReplicaSettingsUpdate\":[{\"RegionName\":\"us-west-2\"}]"))
                                .body())
                .contains("ReplicaNotFoundException");
    }

    private static String units(JsonNode settings, int at) {
        JsonNode replica = settings.get(at);
        return replica.get("RegionName").asString()
                + " "
                + replica.get("ReplicaProvisionedReadCapacityUnits").asInt()
                + " "
                + replica.get("ReplicaProvisionedWriteCapacityUnits").asInt()
                + " "
                + replica.at("/ReplicaProvisionedWriteCapacityAutoScalingSettings/MinimumUnits")
                        .asInt();
    }
}
