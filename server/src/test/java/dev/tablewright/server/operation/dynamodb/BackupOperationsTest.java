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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Backups and restores as clients see them: members, texts, their order, and permissions. */
class BackupOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/";
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
        for (int i = 0; i < 3; i++) {
            ok(
                    "PutItem",
                    "{'TableName':'Orders','Item':{'customer':{'S':'amit'},'number':{'N':'%d'},'state':{'S':'new'},'date':{'S':'d%d'}}}"
                            .formatted(i, i));
        }
        ok(
                "UpdateContinuousBackups",
                "{'TableName':'Orders','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}");
        ok(
                "UpdateTimeToLive",
                "{'TableName':'Orders','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'ends'}}");
        ok(
                "UpdateTable",
                "{'TableName':'Orders','StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_IMAGE'}}");
        active("Orders");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode ok(String operation, String body) throws IOException {
        Answer answer = server.call(operation, body.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void refused(String operation, String body, String type, String message)
            throws IOException {
        Answer answer = server.call(operation, body.replace('\'', '"'));
        assertThat(answer.body()).contains("#" + type + "\"");
        assertThat(JSON.readTree(answer.body()).get("message").asString()).isEqualTo(message);
    }

    private static String table(String name) {
        return "{'TableName':'" + name + "'}";
    }

    private static JsonNode active(String table) throws IOException {
        while (true) {
            JsonNode shown = ok("DescribeTable", table(table)).get("Table");
            if (shown.get("TableStatus").asString().equals("ACTIVE")) {
                return shown;
            }
            Thread.onSpinWait();
        }
    }

    private static String newName() {
        return "new" + NAMES.incrementAndGet();
    }

    /** Backs Orders up, and waits until it is. */
    private static String backUp(String name) throws IOException {
        String arn =
                ok("CreateBackup", "{'TableName':'Orders','BackupName':'" + name + "'}")
                        .at("/BackupDetails/BackupArn")
                        .asString();
        while (!describe(arn).at("/BackupDetails/BackupStatus").asString().equals("AVAILABLE")) {
            Thread.onSpinWait();
        }
        return arn;
    }

    private static JsonNode describe(String backup) throws IOException {
        return ok("DescribeBackup", "{'BackupArn':'" + backup + "'}").get("BackupDescription");
    }

    private static String source(String backup) {
        return "'BackupArn':'" + backup + "'";
    }

    // Backups

    @Test
    void aBackupIsDescribedWithTheTableAsItWas() throws IOException {
        JsonNode made =
                ok("CreateBackup", "{'TableName':'Orders','BackupName':'nightly.1'}")
                        .get("BackupDetails");
        assertThat(made.propertyNames())
                .containsExactly(
                        "BackupArn",
                        "BackupName",
                        "BackupSizeBytes",
                        "BackupStatus",
                        "BackupType",
                        "BackupCreationDateTime");
        assertThat(made.get("BackupStatus").asString()).isEqualTo("CREATING");
        assertThat(made.get("BackupType").asString()).isEqualTo("USER");
        String arn = made.get("BackupArn").asString();
        assertThat(arn).matches(ARN + "Orders/backup/[0-9]{14}-[0-9a-f]{8}");

        String described = backUp("other");
        JsonNode backup = describe(described);
        assertThat(backup.at("/SourceTableDetails").propertyNames())
                .containsExactly(
                        "TableName",
                        "TableId",
                        "TableArn",
                        "TableSizeBytes",
                        "KeySchema",
                        "TableCreationDateTime",
                        "ProvisionedThroughput",
                        "ItemCount",
                        "BillingMode");
        assertThat(backup.at("/SourceTableDetails/ItemCount").asInt()).isEqualTo(3);
        JsonNode features = backup.get("SourceTableFeatureDetails");
        assertThat(features.at("/LocalSecondaryIndexes/0/IndexName").asString())
                .isEqualTo("byDate");
        assertThat(features.at("/GlobalSecondaryIndexes/0/IndexName").asString())
                .isEqualTo("byState");
        assertThat(features.at("/GlobalSecondaryIndexes/0").propertyNames())
                .containsExactly("IndexName", "KeySchema", "Projection", "ProvisionedThroughput");
        assertThat(features.at("/StreamDescription").toString())
                .isEqualTo("{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_IMAGE\"}");
        assertThat(features.at("/TimeToLiveDescription").toString())
                .isEqualTo("{\"TimeToLiveStatus\":\"ENABLED\",\"AttributeName\":\"ends\"}");
    }

    @Test
    void backupsAreListedByTheFilters() throws IOException {
        String first = backUp("first");
        String second = backUp("second");
        List<String> all = new ArrayList<>();
        String from = "";
        do {
            JsonNode page = ok("ListBackups", "{'TableName':'Orders','Limit':1" + from + "}");
            page.get("BackupSummaries")
                    .forEach(summary -> all.add(summary.get("BackupArn").asString()));
            JsonNode last = page.get("LastEvaluatedBackupArn");
            from = last == null ? "" : ",'ExclusiveStartBackupArn':'" + last.asString() + "'";
        } while (!from.isEmpty());
        assertThat(all).isSorted().contains(first, second);

        assertThat(list("'BackupType':'USER'")).contains(first);
        assertThat(list("'BackupType':'ALL'")).contains(first);
        assertThat(list("'BackupType':'SYSTEM'")).doesNotContain(first);
        assertThat(list("'BackupType':'AWS_BACKUP'")).doesNotContain(first);
        assertThat(list("'TableName':'" + ARN + "Orders'")).contains(first);
        BigDecimal created =
                describe(second).at("/BackupDetails/BackupCreationDateTime").decimalValue();
        assertThat(list("'TimeRangeLowerBound':" + created)).contains(second).doesNotContain(first);
        assertThat(list("'TimeRangeUpperBound':" + created)).contains(first).doesNotContain(second);

        JsonNode summary = ok("ListBackups", "{'Limit':1}").at("/BackupSummaries/0");
        assertThat(summary.propertyNames())
                .containsExactly(
                        "TableName",
                        "TableId",
                        "TableArn",
                        "BackupArn",
                        "BackupName",
                        "BackupCreationDateTime",
                        "BackupStatus",
                        "BackupType",
                        "BackupSizeBytes");
    }

    private static List<String> list(String filter) throws IOException {
        return ok("ListBackups", "{" + filter + "}")
                .get("BackupSummaries")
                .valueStream()
                .map(summary -> summary.get("BackupArn").asString())
                .toList();
    }

    @Test
    void aDeletedBackupIsShownOnceMoreAndGone() throws IOException {
        String backup = backUp("gone");
        JsonNode deleted = ok("DeleteBackup", "{" + source(backup) + "}").get("BackupDescription");

        assertThat(deleted.at("/BackupDetails/BackupStatus").asString()).isEqualTo("DELETED");
        assertThat(deleted.has("SourceTableDetails")).isTrue();
        String type = "BackupNotFoundException";
        String message = "Backup not found: " + backup;
        refused("DescribeBackup", "{" + source(backup) + "}", type, message);
        refused("DeleteBackup", "{" + source(backup) + "}", type, message);
        refused(
                "RestoreTableFromBackup",
                "{'TargetTableName':'" + newName() + "'," + source(backup) + "}",
                type,
                message);
    }

    @Test
    void aDeletedTableWithRecoveryLeavesASystemBackup() throws IOException {
        String name = newName();
        ok(
                "RestoreTableToPointInTime",
                "{'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'"
                        + name
                        + "'}");
        active(name);
        ok(
                "UpdateContinuousBackups",
                "{'TableName':'%s','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}"
                        .formatted(name));
        ok("DeleteTable", table(name));

        String filter = "{'TableName':'" + name + "','BackupType':'SYSTEM'}";
        JsonNode summary = null;
        while (summary == null) {
            summary = ok("ListBackups", filter).get("BackupSummaries").get(0);
        }
        assertThat(summary.get("BackupName").asString()).isEqualTo(name + "$DeletedTableBackup");
        assertThat(summary.get("BackupType").asString()).isEqualTo("SYSTEM");
        assertThat(
                        summary.get("BackupExpiryDateTime")
                                .decimalValue()
                                .subtract(summary.get("BackupCreationDateTime").decimalValue()))
                .isEqualByComparingTo("" + 35 * 24 * 3600);
    }

    // Restores

    @Test
    void aRestoredTableHasTheItemsAndNothingThatBelongsToTheName() throws IOException {
        String backup = backUp("whole");
        String name = newName();
        JsonNode begun =
                ok(
                                "RestoreTableFromBackup",
                                "{'TargetTableName':'" + name + "'," + source(backup) + "}")
                        .get("TableDescription");
        assertThat(begun.get("TableStatus").asString()).isEqualTo("CREATING");
        assertThat(begun.at("/RestoreSummary/RestoreInProgress").asBoolean()).isTrue();

        JsonNode table = active(name);
        assertThat(table.at("/RestoreSummary").propertyNames())
                .containsExactly(
                        "SourceBackupArn",
                        "SourceTableArn",
                        "RestoreDateTime",
                        "RestoreInProgress");
        assertThat(table.at("/RestoreSummary/SourceBackupArn").asString()).isEqualTo(backup);
        assertThat(table.at("/RestoreSummary/RestoreInProgress").asBoolean()).isFalse();
        assertThat(table.has("StreamSpecification")).isFalse();
        assertThat(table.has("LatestStreamArn")).isFalse();
        assertThat(ok("ListTagsOfResource", "{'ResourceArn':'" + ARN + name + "'}").get("Tags"))
                .isEmpty();
        assertThat(ok("DescribeTimeToLive", table(name)).toString()).contains("DISABLED");
        assertThat(ok("DescribeContinuousBackups", table(name)).toString()).contains("DISABLED");
        assertThat(ok("Scan", table(name)).get("Count").asInt()).isEqualTo(3);
        assertThat(
                        ok(
                                        "Query",
                                        "{'TableName':'%s','IndexName':'byState','KeyConditionExpression':'#s = :s','ExpressionAttributeNames':{'#s':'state'},'ExpressionAttributeValues':{':s':{'S':'new'}}}"
                                                .formatted(name))
                                .get("Count")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void aTableGoesBackToAMomentAlsoInAnotherRegion() throws IOException {
        String early = newName();
        restoreNow(early);
        active(early);
        ok(
                "UpdateContinuousBackups",
                "{'TableName':'%s','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}"
                        .formatted(early));
        BigDecimal full = latest(early);
        while (latest(early).compareTo(full) <= 0) {
            Thread.onSpinWait();
        }
        ok(
                "DeleteItem",
                "{'TableName':'%s','Key':{'customer':{'S':'amit'},'number':{'N':'1'}}}"
                        .formatted(early));
        String then = newName();
        JsonNode begun =
                ok(
                        "RestoreTableToPointInTime",
                        "{'SourceTableName':'%s','RestoreDateTime':%s,'TargetTableName':'%s'}"
                                .formatted(early, full, then));
        assertThat(begun.at("/TableDescription/RestoreSummary").propertyNames())
                .containsExactly("SourceTableArn", "RestoreDateTime", "RestoreInProgress");
        assertThat(begun.at("/TableDescription/RestoreSummary/RestoreDateTime").decimalValue())
                .isEqualByComparingTo(full);
        active(then);
        assertThat(ok("Scan", table(then)).get("Count").asInt()).isEqualTo(3);
        assertThat(ok("Scan", table(early)).get("Count").asInt()).isEqualTo(2);

        String elsewhere = newName();
        Answer answer =
                server.call(
                        server.root(),
                        "us-east-1",
                        "RestoreTableToPointInTime",
                        "{'SourceTableArn':'%s','RestoreDateTime':%s,'TargetTableName':'%s'}"
                                .formatted(ARN + early, full, elsewhere)
                                .replace('\'', '"'));
        assertThat(answer.body()).contains("us-east-1:000000000000:table/" + elsewhere);
        String items;
        do {
            items =
                    server.call(
                                    server.root(),
                                    "us-east-1",
                                    "Scan",
                                    table(elsewhere).replace('\'', '"'))
                            .body();
        } while (items.contains("ResourceNotFoundException"));
        assertThat(items).contains("\"Count\":3");
    }

    private static void restoreNow(String target) throws IOException {
        ok(
                "RestoreTableToPointInTime",
                "{'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'%s'}"
                        .formatted(target));
    }

    private static BigDecimal latest(String table) throws IOException {
        return ok("DescribeContinuousBackups", table(table))
                .at(
                        "/ContinuousBackupsDescription/PointInTimeRecoveryDescription/LatestRestorableDateTime")
                .decimalValue();
    }

    @Test
    void aRestoreTakesOverrides() throws IOException {
        String name = newName();
        JsonNode table =
                ok(
                                "RestoreTableToPointInTime",
                                """
                                {'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'%s',
                                 'BillingModeOverride':'PROVISIONED',
                                 'ProvisionedThroughputOverride':{'ReadCapacityUnits':5,'WriteCapacityUnits':6},
                                 'GlobalSecondaryIndexOverride':[],'LocalSecondaryIndexOverride':[],
                                 'SSESpecificationOverride':{'Enabled':true}}
                                """
                                        .formatted(name))
                        .get("TableDescription");
        assertThat(table.at("/ProvisionedThroughput/WriteCapacityUnits").asInt()).isEqualTo(6);
        assertThat(table.has("BillingModeSummary")).isFalse();
        assertThat(table.has("GlobalSecondaryIndexes")).isFalse();
        assertThat(table.has("LocalSecondaryIndexes")).isFalse();
        assertThat(table.get("AttributeDefinitions")).hasSize(2);
        assertThat(table.at("/SSEDescription/SSEType").asString()).isEqualTo("KMS");
        active(name);

        String limited = newName();
        JsonNode onDemand =
                ok(
                                "RestoreTableToPointInTime",
                                "{'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'%s','OnDemandThroughputOverride':{'MaxReadRequestUnits':7}}"
                                        .formatted(limited))
                        .get("TableDescription");
        assertThat(onDemand.at("/OnDemandThroughput/MaxReadRequestUnits").asInt()).isEqualTo(7);
    }

    @Test
    void vectorIndexesComeAlongUnlessLeftOut() throws IOException {
        String name = newName();
        String index =
                "{'IndexName':'alike','VectorAttribute':{'AttributeName':'v'},'Dimensions':2,'DistanceFunction':'EUCLIDEAN','SearchSchema':[{'AttributeName':'kind','SearchSchemaElementType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}";
        ok(
                "CreateTable",
                """
                {'TableName':'%s','BillingMode':'PAY_PER_REQUEST',
                 'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'},{'AttributeName':'kind','AttributeType':'S'}],
                 'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],'VectorIndexes':[%s]}
                """
                        .formatted(name, index));
        active(name);
        ok(
                "PutItem",
                "{'TableName':'%s','Item':{'id':{'S':'a'},'kind':{'S':'k'},'v':{'L':[{'N':'1'},{'N':'2'}]}}}"
                        .formatted(name));
        ok(
                "UpdateContinuousBackups",
                "{'TableName':'%s','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}"
                        .formatted(name));
        String arn =
                ok("CreateBackup", "{'TableName':'" + name + "','BackupName':'vectors'}")
                        .at("/BackupDetails/BackupArn")
                        .asString();
        assertThat(
                        describe(arn)
                                .at("/SourceTableFeatureDetails/VectorIndexes/0/IndexName")
                                .asString())
                .isEqualTo("alike");

        String with = newName();
        String restore =
                "{'SourceTableName':'%s','UseLatestRestorableTime':true,'TargetTableName':'%s'%s}";
        ok("RestoreTableToPointInTime", restore.formatted(name, with, ""));
        assertThat(active(with).get("AttributeDefinitions")).hasSize(2);
        assertThat(
                        ok(
                                        "SearchVectors",
                                        "{'TableName':'%s','IndexName':'alike','TopK':2,'SearchVector':[{'N':'1'},{'N':'2'}],'SearchConditionExpression':'kind = :k','ExpressionAttributeValues':{':k':{'S':'k'}}}"
                                                .formatted(with))
                                .toString())
                .contains("\"id\":{\"S\":\"a\"}");

        String without = newName();
        ok(
                "RestoreTableToPointInTime",
                restore.formatted(name, without, ",'VectorIndexOverride':[]"));
        assertThat(active(without).has("VectorIndexes")).isFalse();
        String same = newName();
        ok(
                "RestoreTableToPointInTime",
                restore.formatted(name, same, ",'VectorIndexOverride':[" + index + "]"));
        assertThat(active(same).has("VectorIndexes")).isTrue();
        refused(
                "RestoreTableToPointInTime",
                restore.formatted(
                        name,
                        newName(),
                        ",'VectorIndexOverride':[" + index.replace("alike", "other") + "]"),
                "ValidationException",
                "One or more parameter values were invalid: The indexes provided should match"
                        + " existing secondary indexes of the source table. Index: other");
    }

    // Complaints

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    CreateBackup | {} | ValidationException | The parameter 'TableName' is required but was not present in the request
                    CreateBackup | {'TableName':'Orders'} | ValidationException | 1 validation error detected: Value null at 'backupName' failed to satisfy constraint: Member must not be null
                    CreateBackup | {'TableName':'Orders','BackupName':'a b'} | ValidationException | 1 validation error detected: Value 'a b' at 'backupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+
                    CreateBackup | {'TableName':'Orders','BackupName':'ab'} | ValidationException | 1 validation error detected: Value 'ab' at 'backupName' failed to satisfy constraint: Member must have length greater than or equal to 3
                    CreateBackup | {'TableName':'Nope','BackupName':'abc'} | TableNotFoundException | Table not found: Nope
                    DescribeBackup | {} | ValidationException | 1 validation error detected: Value null at 'backupArn' failed to satisfy constraint: Member must not be null
                    DescribeBackup | {'BackupArn':'arn:aws:dynamodb'} | ValidationException | 1 validation error detected: Value 'arn:aws:dynamodb' at 'backupArn' failed to satisfy constraint: Member must have length greater than or equal to 37
                    DescribeBackup | {'BackupArn':'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/backup/01489602797149-73d8d5bc'} | BackupNotFoundException | Backup not found: arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/backup/01489602797149-73d8d5bc
                    ListBackups | {'Limit':101} | ValidationException | 1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100
                    ListBackups | {'BackupType':'ANY'} | ValidationException | 1 validation error detected: Value 'ANY' at 'backupType' failed to satisfy constraint: Member must satisfy enum value set: [USER, SYSTEM, AWS_BACKUP, ALL]
                    UpdateContinuousBackups | {'TableName':'Orders'} | ValidationException | 1 validation error detected: Value null at 'pointInTimeRecoverySpecification' failed to satisfy constraint: Member must not be null
                    UpdateContinuousBackups | {'TableName':'Orders','PointInTimeRecoverySpecification':{}} | ValidationException | 1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: Member must not be null
                    UpdateContinuousBackups | {'TableName':'Orders','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true,'RecoveryPeriodInDays':0}} | ValidationException | 1 validation error detected: Value '0' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: Member must have value greater than or equal to 1
                    UpdateContinuousBackups | {'TableName':'Nope','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}} | TableNotFoundException | Table not found: Nope
                    RestoreTableFromBackup | {} | ValidationException | 2 validation errors detected: Value null at 'targetTableName' failed to satisfy constraint: Member must not be null; Value null at 'backupArn' failed to satisfy constraint: Member must not be null
                    RestoreTableToPointInTime | {} | ValidationException | 1 validation error detected: Value null at 'targetTableName' failed to satisfy constraint: Member must not be null
                    RestoreTableToPointInTime | {'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'ab'} | ValidationException | 1 validation error detected: Value 'ab' at 'targetTableName' failed to satisfy constraint: Member must have length greater than or equal to 3
                    RestoreTableToPointInTime | {'SourceTableName':'Nope','UseLatestRestorableTime':true,'TargetTableName':'abc'} | TableNotFoundException | Table not found: Nope
                    RestoreTableToPointInTime | {'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'Orders'} | TableAlreadyExistsException | Table already exists: Orders
                    RestoreTableToPointInTime | {'SourceTableName':'Orders','RestoreDateTime':1,'TargetTableName':'abc'} | InvalidRestoreTimeException | RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime
                    RestoreTableToPointInTime | {'SourceTableName':'Orders','RestoreDateTime':4000000000,'TargetTableName':'abc'} | InvalidRestoreTimeException | RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime
                    RestoreTableToPointInTime | {'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'abc','BillingModeOverride':'FREE'} | ValidationException | 1 validation error detected: Value 'FREE' at 'billingModeOverride' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]
                    """)
    void complaint(String operation, String body, String type, String message) throws IOException {
        refused(operation, body, type, message);
    }

    @Test
    void aTableWithoutRecoveryIsNotTakenBack() throws IOException {
        String name = newName();
        restoreNow(name);
        active(name);
        refused(
                "RestoreTableToPointInTime",
                "{'SourceTableName':'%s','UseLatestRestorableTime':true,'TargetTableName':'abc'}"
                        .formatted(name),
                "PointInTimeRecoveryUnavailableException",
                "Point in time recovery is not enabled for table '" + name + "'");
    }

    // Permissions

    private static final String DATA_ACTIONS =
            "dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem"
                    + " dynamodb:Query dynamodb:Scan dynamodb:UpdateItem";

    @ParameterizedTest(name = "{0} by {1} on {2} and {3} on the target: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CreateBackup | dynamodb:CreateBackup | table/Orders | | yes
                    CreateBackup | dynamodb:CreateBackup | table/Orders/backup/* | | no
                    DescribeBackup | dynamodb:DescribeBackup | table/Orders/backup/* | | yes
                    DescribeBackup | dynamodb:DescribeBackup | table/Orders | | no
                    DeleteBackup | dynamodb:DeleteBackup | table/Orders/backup/* | | yes
                    DeleteBackup | dynamodb:DescribeBackup | table/Orders/backup/* | | no
                    ListBackups | dynamodb:ListBackups | * | | yes
                    ListBackups | dynamodb:ListBackups | table/Orders | | no
                    DescribeContinuousBackups | dynamodb:DescribeContinuousBackups | table/Orders | | yes
                    UpdateContinuousBackups | dynamodb:DescribeContinuousBackups | table/Orders | | no
                    RestoreTableFromBackup | dynamodb:RestoreTableFromBackup | table/Orders/backup/* | all | yes
                    RestoreTableFromBackup | dynamodb:RestoreTableFromBackup | table/Orders | all | no
                    RestoreTableFromBackup | dynamodb:RestoreTableFromBackup | table/Orders/backup/* | dynamodb:PutItem | no
                    RestoreTableToPointInTime | dynamodb:RestoreTableToPointInTime | table/Orders | all | yes
                    RestoreTableToPointInTime | dynamodb:RestoreTableToPointInTime | table/Orders | dynamodb:CreateTable | no
                    RestoreTableToPointInTime | dynamodb:CreateTable | table/Orders | all | no
                    """)
    void permission(String operation, String action, String source, String onTarget, String allowed)
            throws IOException {
        String target = newName();
        String resource = source.equals("*") ? "*" : ARN.replace("table/", "") + source;
        List<String> statements = new ArrayList<>();
        statements.add(statement(action, resource));
        if (onTarget != null) {
            statements.add(
                    statement(onTarget.equals("all") ? DATA_ACTIONS : onTarget, ARN + target));
        }
        AccessKey key =
                server.user(
                        "user" + NAMES.incrementAndGet(),
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + String.join(",", statements)
                                + "]}");
        Answer answer = server.call(key, operation, request(operation, target).replace('\'', '"'));

        assertThat(answer.status() == 200).as(answer.body()).isEqualTo(allowed.equals("yes"));
        if (allowed.equals("no")) {
            assertThat(answer.body()).contains("#AccessDeniedException");
        }
    }

    private static String statement(String actions, String resource) {
        return "{\"Effect\":\"Allow\",\"Action\":[\""
                + actions.replace(" ", "\",\"")
                + "\"],\"Resource\":\""
                + resource
                + "\"}";
    }

    /** Without each single one of the seven actions on the target, a restore is denied. */
    @ParameterizedTest
    @CsvSource({
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "UpdateItem"
    })
    void everyActionOnTheTargetIsNeeded(String missing) throws IOException {
        String target = newName();
        AccessKey key =
                server.user(
                        "user" + NAMES.incrementAndGet(),
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + statement("dynamodb:*", "*")
                                + ",{\"Effect\":\"Deny\",\"Action\":\"dynamodb:"
                                + missing
                                + "\",\"Resource\":\""
                                + ARN
                                + target
                                + "\"}]}");
        Answer answer =
                server.call(
                        key,
                        "RestoreTableToPointInTime",
                        request("RestoreTableToPointInTime", target).replace('\'', '"'));

        assertThat(answer.body())
                .contains(
                        "is not authorized to perform: dynamodb:"
                                + missing
                                + " on resource: "
                                + ARN
                                + target
                                + " with an explicit deny");
    }

    private static String request(String operation, String target) throws IOException {
        return switch (operation) {
            case "CreateBackup" -> "{'TableName':'Orders','BackupName':'mine'}";
            case "ListBackups" -> "{}";
            case "DescribeContinuousBackups" -> table("Orders");
            case "UpdateContinuousBackups" ->
                    "{'TableName':'Orders','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}";
            case "RestoreTableToPointInTime" ->
                    "{'SourceTableName':'Orders','UseLatestRestorableTime':true,'TargetTableName':'%s'}"
                            .formatted(target);
            case "RestoreTableFromBackup" ->
                    "{'TargetTableName':'" + target + "'," + source(backUp("perm")) + "}";
            default -> "{" + source(backUp("perm")) + "}";
        };
    }
}
