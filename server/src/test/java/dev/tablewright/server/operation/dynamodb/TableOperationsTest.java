package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.engine.Database;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.audit.AuditEntry;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.authorization.ResourcePolicies;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.http.HttpResponse;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.identity.Credentials;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.protocol.Dispatcher;
import dev.tablewright.server.protocol.JsonProtocol;
import dev.tablewright.server.protocol.JsonService;
import dev.tablewright.server.sigv4.SignatureVerifier;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The operations on whole tables, through the protocol: what is asked, what is answered. */
class TableOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders";
    private static final String VALIDATION = "com.amazon.coral.validate#ValidationException";
    private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
    private static final String CREATE_ORDERS =
            """
            {"TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
            """;

    private Instant now = Instant.parse("2026-03-01T12:00:00.250Z");
    private final Database database = Database.open(new InMemoryEngine(), () -> now, new Random(5));
    private final OneUser user = new OneUser();
    private final AutoScaling scaling =
            AutoScaling.open(new InMemoryEngine(), () -> now, new Random(7));
    private final Authorizer authorizer =
            new Authorizer(user, ResourcePolicies.NONE, Enforcement.STRICT);
    private final JsonProtocol protocol =
            new JsonProtocol(
                    List.of(
                            JsonService.dynamoDb(
                                    DynamoDbOperations.on(
                                            database,
                                            Identities.open(
                                                    new InMemoryEngine(), () -> now, new Random(6)),
                                            authorizer,
                                            EnvironmentBudgets.open(
                                                    new InMemoryEngine(), database, () -> now),
                                            scaling))),
                    new Dispatcher(authorizer),
                    new SignatureVerifier(user, () -> now),
                    () -> now,
                    database.tables()::elsewhere);

    // Create, describe, list, delete

    @Test
    void createdTableAnswersCreatingAndIsReadyAtOnce() {
        assertThat(ok("CreateTable", CREATE_ORDERS))
                .isEqualTo(
                        json(
                                """
                                {"TableDescription": {
                                  "AttributeDefinitions": [
                                    {"AttributeName": "id", "AttributeType": "S"}],
                                  "TableName": "Orders",
                                  "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                                  "TableStatus": "CREATING",
                                  "CreationDateTime": 1772366400.25,
                                  "ProvisionedThroughput": {"NumberOfDecreasesToday": 0,
                                    "ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
                                  "TableSizeBytes": 0, "ItemCount": 0,
                                  "TableArn": "%s", "TableId": "%s",
                                  "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                                  "TableThroughputModeSummary":
                                    {"TableThroughputMode": "PAY_PER_REQUEST"},
                                  "DeletionProtectionEnabled": false}}
                                """
                                        .formatted(ARN, tableId())));

        JsonNode table = ok("DescribeTable", "{\"TableName\": \"Orders\"}").get("Table");
        assertThat(table.get("TableStatus").asString()).isEqualTo("ACTIVE");
        assertThat(table.get("BillingModeSummary"))
                .isEqualTo(
                        json(
                                """
                                {"BillingMode": "PAY_PER_REQUEST",
                                 "LastUpdateToPayPerRequestDateTime": 1772366400.25}
                                """));
        assertThat(table.get("WarmThroughput"))
                .isEqualTo(
                        json(
                                """
                                {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000,
                                 "Status": "ACTIVE"}
                                """));
    }

    private String tableId() {
        return database.tables().tables().getFirst().id();
    }

    @Test
    void everyMemberThatWasAskedForIsShown() {
        ok(
                "CreateTable",
                """
                {"TableName": "Orders",
                 "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
                 "AttributeDefinitions": [
                   {"AttributeName": "id", "AttributeType": "S"},
                   {"AttributeName": "at", "AttributeType": "N"},
                   {"AttributeName": "by", "AttributeType": "B"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"},
                               {"AttributeName": "at", "KeyType": "RANGE"}],
                 "LocalSecondaryIndexes": [{"IndexName": "local",
                   "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"},
                                 {"AttributeName": "by", "KeyType": "RANGE"}],
                   "Projection": {"ProjectionType": "KEYS_ONLY"}}],
                 "GlobalSecondaryIndexes": [{"IndexName": "global",
                   "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"},
                                 {"AttributeName": "id", "KeyType": "HASH"},
                                 {"AttributeName": "at", "KeyType": "RANGE"}],
                   "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "y"]},
                   "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2}}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
                 "SSESpecification": {"Enabled": true, "KMSMasterKeyId": "alias/mine"},
                 "TableClass": "STANDARD_INFREQUENT_ACCESS", "DeletionProtectionEnabled": true,
                 "Tags": [{"Key": "team", "Value": "koa"}]}
                """);

        ObjectNode table =
                (ObjectNode) ok("DescribeTable", "{\"TableName\": \"Orders\"}").get("Table");
        assertThat(table.remove(List.of("AttributeDefinitions", "KeySchema", "TableId")))
                .isEqualTo(
                        json(
                                """
                                {"TableName": "Orders", "TableStatus": "ACTIVE",
                                 "CreationDateTime": 1772366400.25,
                                 "ProvisionedThroughput": {"NumberOfDecreasesToday": 0,
                                   "ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
                                 "TableSizeBytes": 0, "ItemCount": 0, "TableArn": "%1$s",
                                 "LocalSecondaryIndexes": [{"IndexName": "local",
                                   "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"},
                                                 {"AttributeName": "by", "KeyType": "RANGE"}],
                                   "Projection": {"ProjectionType": "KEYS_ONLY"},
                                   "IndexSizeBytes": 0, "ItemCount": 0,
                                   "IndexArn": "%1$s/index/local"}],
                                 "GlobalSecondaryIndexes": [{"IndexName": "global",
                                   "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"},
                                                 {"AttributeName": "id", "KeyType": "HASH"},
                                                 {"AttributeName": "at", "KeyType": "RANGE"}],
                                   "Projection": {"ProjectionType": "INCLUDE",
                                     "NonKeyAttributes": ["x", "y"]},
                                   "IndexSizeBytes": 0, "ItemCount": 0,
                                   "IndexArn": "%1$s/index/global", "IndexStatus": "ACTIVE",
                                   "ProvisionedThroughput": {"NumberOfDecreasesToday": 0,
                                     "ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
                                   "WarmThroughput": {"ReadUnitsPerSecond": 1,
                                     "WriteUnitsPerSecond": 2, "Status": "ACTIVE"}}],
                                 "StreamSpecification": {"StreamEnabled": true,
                                   "StreamViewType": "NEW_IMAGE"},
                                 "LatestStreamLabel": "2026-03-01T12:00:00.250",
                                 "LatestStreamArn": "%1$s/stream/2026-03-01T12:00:00.250",
                                 "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS",
                                   "KMSMasterKeyArn":
                                     "arn:aws:kms:eu-west-1:000000000000:alias/mine"},
                                 "TableClassSummary":
                                   {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
                                 "DeletionProtectionEnabled": true,
                                 "WarmThroughput": {"ReadUnitsPerSecond": 5,
                                   "WriteUnitsPerSecond": 6, "Status": "ACTIVE"}}
                                """
                                        .formatted(ARN)));
        assertThat(ok("ListTagsOfResource", "{\"ResourceArn\": \"" + ARN + "\"}"))
                .isEqualTo(json("{\"Tags\": [{\"Key\": \"team\", \"Value\": \"koa\"}]}"));
    }

    /**
     * Tools that compare a table with a file take what is missing for a difference, and change the
     * table for ever: capacity and warm throughput are told of tables and indexes, asked for or
     * not, and also while something else changes. Limits are told only where they were set.
     */
    @Test
    void capacityIsToldOfTableAndIndexAskedForOrNot() {
        ok(
                "CreateTable",
                """
                {"TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "global",
                   "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                   "Projection": {"ProjectionType": "ALL"}}]}
                """);
        String zero =
                "{'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 0, 'WriteCapacityUnits': 0}";
        String warm =
                "{'ReadUnitsPerSecond': 12000, 'WriteUnitsPerSecond': 4000, 'Status': 'ACTIVE'}";
        String untouched = "{'ProvisionedThroughput': " + zero + ", 'WarmThroughput': " + warm;
        JsonNode described = ok("DescribeTable", "{\"TableName\": \"Orders\"}").get("Table");
        assertThat(capacity(described)).isEqualTo(quoted(untouched + "}"));
        assertThat(capacity(described.get("GlobalSecondaryIndexes").get(0)))
                .isEqualTo(quoted(untouched + "}"));

        JsonNode limited =
                update(
                        "'OnDemandThroughput': {'MaxReadRequestUnits': 9,"
                                + " 'MaxWriteRequestUnits': 8}");
        assertThat(limited.get("TableStatus").asString()).isEqualTo("UPDATING");
        String limit =
                ", 'OnDemandThroughput': {'MaxReadRequestUnits': 9, 'MaxWriteRequestUnits': 8}}";
        assertThat(capacity(limited)).isEqualTo(quoted(untouched + limit));
        assertThat(capacity(limited.get("GlobalSecondaryIndexes").get(0)))
                .isEqualTo(quoted(untouched + "}"));

        JsonNode warmed =
                update(
                        "'GlobalSecondaryIndexUpdates': [{'Update': {'IndexName': 'global',"
                                + " 'WarmThroughput': {'ReadUnitsPerSecond': 12001,"
                                + " 'WriteUnitsPerSecond': 4001}}}]");
        assertThat(capacity(warmed.get("GlobalSecondaryIndexes").get(0)))
                .isEqualTo(
                        quoted(
                                "{'ProvisionedThroughput': "
                                        + zero
                                        + ", 'WarmThroughput': {'ReadUnitsPerSecond': 12001,"
                                        + " 'WriteUnitsPerSecond': 4001, 'Status': 'UPDATING'}}"));
        assertThat(capacity(warmed)).isEqualTo(quoted(untouched + limit));
    }

    /** A table that was never on-demand has no billing summary; one that was keeps it. */
    @Test
    void warmThroughputOfOneKindLeavesTheOtherAndGrowsWithWhatIsProvisioned() {
        String body =
                """
                {"TableName": "Warm", "BillingMode": "%s",%s
                 "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                 "WarmThroughput": {"ReadUnitsPerSecond": 15000}}
                """;
        ok("CreateTable", body.formatted("PAY_PER_REQUEST", ""));
        assertThat(warm()).isEqualTo("15000 4000");
        ok("DeleteTable", "{\"TableName\": \"Warm\"}");

        ok(
                "CreateTable",
                body.formatted(
                        "PROVISIONED",
                        """
                        "ProvisionedThroughput":
                          {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
                        """));
        ok(
                "UpdateTable",
                """
                {"TableName": "Warm", "ProvisionedThroughput":
                  {"ReadCapacityUnits": 5, "WriteCapacityUnits": 7}}
                """);
        assertThat(warm()).isEqualTo("15000 7");
    }

    private String warm() {
        JsonNode warm =
                ok("DescribeTable", "{\"TableName\": \"Warm\"}").at("/Table/WarmThroughput");
        return warm.get("ReadUnitsPerSecond").asInt()
                + " "
                + warm.get("WriteUnitsPerSecond").asInt();
    }

    @Test
    void billingSummaryIsToldOfTablesThatAreOrWereOnDemand() {
        ok(
                "CreateTable",
                CREATE_ORDERS.replace(
                        "\"BillingMode\": \"PAY_PER_REQUEST\"",
                        "\"ProvisionedThroughput\": {\"ReadCapacityUnits\": 5,"
                                + " \"WriteCapacityUnits\": 6}"));
        JsonNode provisioned = ok("DescribeTable", "{\"TableName\": \"Orders\"}").get("Table");
        assertThat(provisioned.has("BillingModeSummary")).isFalse();
        assertThat(provisioned.has("TableClassSummary")).isFalse();

        var _ = update("'BillingMode': 'PAY_PER_REQUEST'");
        JsonNode back =
                update(
                        "'BillingMode': 'PROVISIONED', 'ProvisionedThroughput':"
                                + " {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 6}");
        assertThat(back.get("BillingModeSummary"))
                .isEqualTo(
                        quoted(
                                "{'BillingMode': 'PROVISIONED',"
                                        + " 'LastUpdateToPayPerRequestDateTime': 1772366400.25}"));

        JsonNode cold = update("'TableClass': 'STANDARD_INFREQUENT_ACCESS'");
        assertThat(cold.get("TableClassSummary"))
                .isEqualTo(
                        quoted(
                                "{'TableClass': 'STANDARD_INFREQUENT_ACCESS',"
                                        + " 'LastUpdateDateTime': 1772366400.25}"));
    }

    private JsonNode update(String members) {
        return ok("UpdateTable", ("{'TableName': 'Orders', " + members + "}").replace('\'', '"'))
                .get("TableDescription");
    }

    private static JsonNode quoted(String json) {
        return json(json.replace('\'', '"'));
    }

    private static JsonNode capacity(JsonNode tableOrIndex) {
        return ((ObjectNode) tableOrIndex.deepCopy())
                .retain("ProvisionedThroughput", "WarmThroughput", "OnDemandThroughput");
    }

    @Test
    void deletedTableHasLostItsShapeAndIsGone() {
        ok("CreateTable", CREATE_ORDERS);
        JsonNode deleted =
                ok("DeleteTable", "{\"TableName\": \"" + ARN + "\"}").get("TableDescription");
        assertThat(deleted.get("TableStatus").asString()).isEqualTo("DELETING");
        assertThat(deleted.has("KeySchema")).isFalse();
        assertThat(ok("ListTables", "{}")).isEqualTo(json("{\"TableNames\": []}"));
        refused(
                "DescribeTable",
                "{\"TableName\": \"Orders\"}",
                DYNAMODB + "ResourceNotFoundException",
                "Requested resource not found: Table: Orders not found");
    }

    @Test
    void tablesAreListedInPages() {
        for (String name : List.of("bbb", "aaa", "ccc")) {
            ok("CreateTable", CREATE_ORDERS.replace("Orders", name));
        }
        assertThat(ok("ListTables", "{\"Limit\": 2}"))
                .isEqualTo(
                        json(
                                """
                                {"TableNames": ["aaa", "bbb"], "LastEvaluatedTableName": "bbb"}
                                """));
        assertThat(ok("ListTables", "{\"Limit\": 2, \"ExclusiveStartTableName\": \"bbb\"}"))
                .isEqualTo(json("{\"TableNames\": [\"ccc\"]}"));
    }

    // Complaints

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    DescribeTable | {}                      | The parameter 'TableName' is required but was not present in the request
                    DescribeTable | {'TableName': 'ab'}     | TableName must be at least 3 characters long and at most 255 characters long
                    DescribeTable | {'TableName': 'a;'}     | TableName must be at least 3 characters long and at most 255 characters long
                    DescribeTable | {'TableName': 'abc;'}   | 1 validation error detected: Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+
                    UpdateTable   | {'TableName': 'abc'}    | At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required
                    UpdateTable   | {'TableName': 'abc', 'GlobalSecondaryIndexUpdates': [{}]} | One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null
                    UpdateTable   | {'TableName': 'abc', 'GlobalTableWitnessUpdates': [{'Create': {'RegionName': 'us-east-1'}}]} | One or more parameter values were invalid: GlobalTableWitnessUpdates is not supported by this server
                    CreateTable   | {'TableName': 'abc', 'AttributeDefinitions': [], 'KeySchema': [{'KeyType': 'HASH', 'AttributeName': 'a'}, {'AttributeName': 'b', 'KeyType': 'RANGE'}, {'AttributeName': 'c', 'KeyType': 'RANGE'}]} | 1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2
                    CreateTable   | {'TableName': 'abc', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'WarmThroughput': {'ReadUnitsPerSecond': 11999, 'WriteUnitsPerSecond': 4000}} | One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand
                    CreateTable   | {'TableName': 'abc', 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'ProvisionedThroughput': {'ReadCapacityUnits': 10, 'WriteCapacityUnits': 10}, 'WarmThroughput': {'ReadUnitsPerSecond': 10, 'WriteUnitsPerSecond': 9}} | One or more parameter values were invalid: Requested WriteUnitsPerSecond for WarmThroughput for table is lower than WriteCapacityUnits of ProvisionedThroughput
                    CreateTable   | {'TableName': 'abc', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'Tags': [{'Key': 'team', 'Value': '#!%^$$&'}]} | One or more parameter values were invalid: The tag value contains characters that are not allowed: #!%^$$&
                    UntagResource | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/abc', 'TagKeys': ['']} | 1 validation error detected: Value '[]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]
                    UpdateTable   | {'TableName': 'abc', 'ReplicaUpdates': [{'Create': {'RegionName': 'us-east-1', 'GlobalSecondaryIndexes': []}}]} | 1 validation error detected: Value '[]' at 'replicaUpdates.1.member.create.globalSecondaryIndexes' failed to satisfy constraint: Member must have length greater than or equal to 1
                    UpdateTable   | {'TableName': 'abc', 'ReplicaUpdates': [{'Create': {'RegionName': 'us-east-1', 'GlobalSecondaryIndexes': [{'IndexName': 'ab'}]}}]} | 1 validation error detected: Value 'ab' at 'replicaUpdates.1.member.create.globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3
                    ListTables    | {'Limit': 0}            | 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
                    ListTables    | {'Limit': 101, 'ExclusiveStartTableName': 'a;'} | 3 validation errors detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100; Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'exclusiveStartTableName' failed to satisfy constraint: Member must have length greater than or equal to 3
                    UpdateTimeToLive | {'TableName': 'abc', 'TimeToLiveSpecification': {}} | 2 validation errors detected: Value null at 'timeToLiveSpecification.enabled' failed to satisfy constraint: Member must not be null; Value null at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must not be null
                    UpdateContinuousBackups | {'TableName': 'abc', 'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true, 'RecoveryPeriodInDays': 36}} | 1 validation error detected: Value '36' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: Member must have value less than or equal to 35
                    TagResource   | {}                      | Invalid TableArn
                    TagResource   | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders'} | 1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null
                    TagResource   | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/ab', 'Tags': []} | Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:eu-west-1:000000000000:table/ab
                    TagResource   | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders', 'Tags': []} | Atleast one Tag needs to be provided as Input.
                    UntagResource | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders'} | 1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null
                    UntagResource | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders', 'TagKeys': []} | Atleast one Tag Key needs to be provided as Input.
                    """)
    void complaint(String operation, String body, String message) {
        refused(operation, body.replace('\'', '"'), VALIDATION, message);
    }

    /** The order is that in which AWS lists them, not that of the request. */
    @Test
    void createTableComplainsAboutAllItsMembersAtOnce() {
        refused(
                "CreateTable",
                """
                {"TableName": "abc;", "BillingMode": "x",
                 "ProvisionedThroughput": {"ReadCapacityUnits": -1, "WriteCapacityUnits": -1}}
                """,
                VALIDATION,
                "6 validation errors detected: Value null at 'attributeDefinitions' failed to"
                        + " satisfy constraint: Member must not be null; Value 'abc;' at"
                        + " 'tableName' failed to satisfy constraint: Member must satisfy regular"
                        + " expression pattern: [a-zA-Z0-9_.-]+; Value 'x' at 'billingMode' failed"
                        + " to satisfy constraint: Member must satisfy enum value set:"
                        + " [PROVISIONED, PAY_PER_REQUEST]; Value '-1' at"
                        + " 'provisionedThroughput.writeCapacityUnits' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1; Value"
                        + " '-1' at 'provisionedThroughput.readCapacityUnits' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1; Value"
                        + " null at 'keySchema' failed to satisfy constraint: Member must not be"
                        + " null");
        refused(
                "CreateTable",
                """
                {"TableName": "Orders", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "X"}],
                 "KeySchema": [{"KeyType": "FOO"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "l", "KeySchema": [],
                    "Projection": {"ProjectionType": "x", "NonKeyAttributes": [""]}}]}
                """,
                VALIDATION,
                "7 validation errors detected: Value 'X' at"
                    + " 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint:"
                    + " Member must satisfy enum value set: [B, N, S]; Value null at"
                    + " 'keySchema.1.member.attributeName' failed to satisfy constraint: Member"
                    + " must not be null; Value 'FOO' at 'keySchema.1.member.keyType' failed to"
                    + " satisfy constraint: Member must satisfy enum value set: [HASH, RANGE];"
                    + " Value 'l' at 'globalSecondaryIndexes.1.member.indexName' failed to satisfy"
                    + " constraint: Member must have length greater than or equal to 3; Value '[]'"
                    + " at 'globalSecondaryIndexes.1.member.keySchema' failed to satisfy"
                    + " constraint: Member must have length greater than or equal to 1; Value 'x'"
                    + " at 'globalSecondaryIndexes.1.member.projection.projectionType' failed to"
                    + " satisfy constraint: Member must satisfy enum value set: [ALL, INCLUDE,"
                    + " KEYS_ONLY]; Value '' at"
                    + " 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes.1.member'"
                    + " failed to satisfy constraint: Member must have length greater than or equal"
                    + " to 1");
    }

    // Settings

    @Test
    void timeToLiveIsSwitchedOn() {
        ok("CreateTable", CREATE_ORDERS);
        assertThat(ok("DescribeTimeToLive", "{\"TableName\": \"Orders\"}"))
                .isEqualTo(
                        json("{\"TimeToLiveDescription\": {\"TimeToLiveStatus\": \"DISABLED\"}}"));
        assertThat(
                        ok(
                                "UpdateTimeToLive",
                                """
                                {"TableName": "Orders", "TimeToLiveSpecification":
                                  {"Enabled": true, "AttributeName": "expires"}}
                                """))
                .isEqualTo(
                        json(
                                """
                                {"TimeToLiveSpecification":
                                  {"Enabled": true, "AttributeName": "expires"}}
                                """));
        assertThat(ok("DescribeTimeToLive", "{\"TableName\": \"Orders\"}"))
                .isEqualTo(
                        json(
                                """
                                {"TimeToLiveDescription":
                                  {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}}
                                """));
    }

    @Test
    void recoveryIsSwitchedOn() {
        ok("CreateTable", CREATE_ORDERS);
        assertThat(ok("DescribeContinuousBackups", "{\"TableName\": \"Orders\"}"))
                .isEqualTo(
                        json(
                                """
                                {"ContinuousBackupsDescription": {
                                  "ContinuousBackupsStatus": "ENABLED",
                                  "PointInTimeRecoveryDescription":
                                    {"PointInTimeRecoveryStatus": "DISABLED"}}}
                                """));
        assertThat(
                        ok(
                                "UpdateContinuousBackups",
                                """
                                {"TableName": "Orders", "PointInTimeRecoverySpecification":
                                  {"PointInTimeRecoveryEnabled": true}}
                                """))
                .isEqualTo(
                        json(
                                """
                                {"ContinuousBackupsDescription": {
                                  "ContinuousBackupsStatus": "ENABLED",
                                  "PointInTimeRecoveryDescription": {
                                    "PointInTimeRecoveryStatus": "ENABLED",
                                    "RecoveryPeriodInDays": 35,
                                    "EarliestRestorableDateTime": 1772366400.25,
                                    "LatestRestorableDateTime": 1772366400.25}}}
                                """));
        refused(
                "DescribeContinuousBackups",
                "{\"TableName\": \"Unknown\"}",
                DYNAMODB + "TableNotFoundException",
                "Table not found: Unknown");
    }

    @Test
    void tagsComeAndGo() {
        ok("CreateTable", CREATE_ORDERS);
        assertThat(
                        okText(
                                "TagResource",
                                "{\"ResourceArn\": \"%s\", \"Tags\": [{\"Key\": \"a\", \"Value\": \"\"}]}"
                                        .formatted(ARN)))
                .as("no output, not even an empty one")
                .isEmpty();
        assertThat(ok("ListTagsOfResource", "{\"ResourceArn\": \"" + ARN + "\"}"))
                .isEqualTo(json("{\"Tags\": [{\"Key\": \"a\", \"Value\": \"\"}]}"));
        assertThat(
                        okText(
                                "UntagResource",
                                "{\"ResourceArn\": \"%s\", \"TagKeys\": [\"a\"]}".formatted(ARN)))
                .isEmpty();
        assertThat(ok("ListTagsOfResource", "{\"ResourceArn\": \"" + ARN + "\"}"))
                .isEqualTo(json("{\"Tags\": []}"));
    }

    @Test
    void limitsAndEndpoints() {
        assertThat(ok("DescribeLimits", "{}"))
                .isEqualTo(
                        json(
                                """
                                {"AccountMaxReadCapacityUnits": 80000,
                                 "AccountMaxWriteCapacityUnits": 80000,
                                 "TableMaxReadCapacityUnits": 40000,
                                 "TableMaxWriteCapacityUnits": 40000}
                                """));
        assertThat(ok("DescribeEndpoints", "{}"))
                .isEqualTo(
                        json(
                                """
                                {"Endpoints": [
                                  {"Address": "localhost:8000", "CachePeriodInMinutes": 1440}]}
                                """));
    }

    @Test
    void updateAnswersWithTheOldThroughputAndIsDoneAtOnce() {
        ok(
                "CreateTable",
                CREATE_ORDERS.replace(
                        "\"BillingMode\": \"PAY_PER_REQUEST\"",
                        """
                        "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2}
                        """));
        JsonNode updating =
                ok(
                                "UpdateTable",
                                """
                                {"TableName": "Orders", "ProvisionedThroughput":
                                  {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}}
                                """)
                        .get("TableDescription");
        assertThat(updating.get("TableStatus").asString()).isEqualTo("UPDATING");
        assertThat(updating.get("ProvisionedThroughput"))
                .isEqualTo(
                        json(
                                """
                                {"LastIncreaseDateTime": 1772366400.25,
                                 "NumberOfDecreasesToday": 0,
                                 "ReadCapacityUnits": 1, "WriteCapacityUnits": 2}
                                """));
        JsonNode updated = ok("DescribeTable", "{\"TableName\": \"Orders\"}").get("Table");
        assertThat(updated.get("TableStatus").asString()).isEqualTo("ACTIVE");
        assertThat(updated.get("ProvisionedThroughput").get("ReadCapacityUnits").asInt())
                .isEqualTo(3);
    }

    // Permissions

    @ParameterizedTest(name = "{0} is checked on {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    CreateTable   | %create%                | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    DescribeTable | {'TableName': 'Orders'} | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    DescribeTable | {'TableName': 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders'} | arn:aws:dynamodb:eu-west-1:111122223333:table/Orders
                    DeleteTable   | {'TableName': 'Orders'} | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    UpdateTable   | {'TableName': 'Orders', 'DeletionProtectionEnabled': true} | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    ListTables    | {}                      | arn:aws:dynamodb:eu-west-1:000000000000:table/*
                    DescribeLimits | {}                     | *
                    ListTagsOfResource | {'ResourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders'} | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    DescribeTimeToLive | {'TableName': 'Orders'} | arn:aws:dynamodb:eu-west-1:000000000000:table/Orders
                    """)
    void permissionIsCheckedOnWhatAwsChecks(String operation, String body, String resource) {
        user.policy =
                """
                {"Version": "2012-10-17", "Statement":
                  [{"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:other:::x"}]}
                """;
        String sent = body.equals("%create%") ? CREATE_ORDERS : body.replace('\'', '"');
        HttpResponse response = send(operation, sent);
        assertThat(json(new String(response.body(), UTF_8)).get("Message").asString())
                .startsWith(
                        "User: arn:aws:iam::000000000000:user/koa is not authorized to perform:"
                                + " dynamodb:"
                                + operation
                                + " on resource: "
                                + resource
                                + " because no ");
    }

    /**
     * DynamoDB judges the text before it looks at it: what is in no account is not the caller's.
     */
    @Test
    void textThatIsNoArnIsDeniedEvenToAnAdministrator() {
        for (String text : List.of("", "abc")) {
            HttpResponse response =
                    send("ListTagsOfResource", "{\"ResourceArn\": \"" + text + "\"}");
            assertThat(json(new String(response.body(), UTF_8)).get("Message").asString())
                    .isEqualTo(
                            "User: arn:aws:iam::000000000000:user/koa is not authorized to perform:"
                                    + " dynamodb:ListTagsOfResource on resource: "
                                    + (text.isEmpty() ? "*" : text));
        }
    }

    @Test
    void tagsAreConditions() {
        user.policy =
                """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["dynamodb:CreateTable", "dynamodb:TagResource"],
                   "Resource": "*",
                   "Condition": {"StringEquals": {"aws:RequestTag/team": "koa"}}},
                  {"Effect": "Allow", "Action": "dynamodb:DescribeTable", "Resource": "*",
                   "Condition": {"StringEquals": {"aws:ResourceTag/team": "koa"}}}]}
                """;
        assertThat(send("CreateTable", CREATE_ORDERS).status()).isEqualTo(400);
        ok(
                "CreateTable",
                CREATE_ORDERS.replaceFirst(
                        "\\{", "{\"Tags\": [{\"Key\": \"team\", \"Value\": \"koa\"}], "));
        ok("DescribeTable", "{\"TableName\": \"Orders\"}");
        okText(
                "TagResource",
                "{\"ResourceArn\": \"%s\", \"Tags\": [{\"Key\": \"team\", \"Value\": \"koa\"}]}"
                        .formatted(ARN));
        assertThat(
                        send(
                                        "TagResource",
                                        """
                                        {"ResourceArn": "%s",
                                         "Tags": [{"Key": "team", "Value": "moa"}]}
                                        """
                                                .formatted(ARN))
                                .status())
                .isEqualTo(400);
    }

    // Plumbing

    private JsonNode ok(String operation, String body) {
        return json(okText(operation, body));
    }

    private String okText(String operation, String body) {
        HttpResponse response = send(operation, body);
        String text = new String(response.body(), UTF_8);
        assertThat(response.status()).as(text).isEqualTo(200);
        return text;
    }

    private void refused(String operation, String body, String type, String message) {
        HttpResponse response = send(operation, body);
        assertThat(json(new String(response.body(), UTF_8)))
                .isEqualTo(JSON.createObjectNode().put("__type", type).put("message", message));
        assertThat(response.status()).isEqualTo(400);
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private HttpResponse send(String operation, String body) {
        return protocol.serve(signed(operation, body), new AuditEntry("request", 0));
    }

    private HttpRequest signed(String operation, String body) {
        SdkHttpRequest unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://localhost:8000/"))
                        .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .build();
        SdkHttpRequest sent =
                AwsV4HttpSigner.create()
                        .sign(
                                request ->
                                        request.identity(
                                                        AwsCredentialsIdentity.create(
                                                                OneUser.KEY, OneUser.SECRET))
                                                .request(unsigned)
                                                .payload(
                                                        ContentStreamProvider.fromByteArray(
                                                                body.getBytes(UTF_8)))
                                                .putProperty(
                                                        HttpSigner.SIGNING_CLOCK,
                                                        Clock.fixed(now, ZoneOffset.UTC))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        "dynamodb")
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "eu-west-1"))
                        .request();
        List<HttpHeaders.Field> fields = new ArrayList<>();
        sent.headers()
                .forEach(
                        (name, values) ->
                                values.forEach(
                                        value -> fields.add(new HttpHeaders.Field(name, value))));
        return new HttpRequest(
                "POST", "/", HttpHeaders.of(fields), body.getBytes(UTF_8), "127.0.0.1");
    }

    /** One user whose one policy the test sets. */
    private static final class OneUser implements Credentials {
        static final String KEY = "AKIDEXAMPLE";
        static final String SECRET = "secret";

        private String policy =
                """
                {"Version": "2012-10-17", "Statement":
                  [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
                """;

        @Override
        public @Nullable Credential find(String accessKeyId) {
            return accessKeyId.equals(KEY)
                    ? new Credential(KEY, SECRET, null, null, caller())
                    : null;
        }

        private static Caller caller() {
            var user =
                    new Principal(
                            Principal.Type.USER,
                            "000000000000",
                            "arn:aws:iam::000000000000:user/koa",
                            List.of("arn:aws:iam::000000000000:user/koa"));
            return new Caller(user, "koa", ConditionContext.builder().build());
        }

        @Override
        public AppliedPolicies policiesOf(Caller caller) {
            return new AppliedPolicies(
                    List.of(
                            new AttachedPolicy(
                                    "inline",
                                    false,
                                    PolicyDocument.parse(policy, PolicyKind.INLINE))),
                    null,
                    null);
        }
    }
}
