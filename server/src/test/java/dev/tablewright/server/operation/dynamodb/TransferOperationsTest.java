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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Exports and imports as clients see them: members, texts, pages, and permissions. */
class TransferOperationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/";
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
        server.bucket("my-bucket")
                .put("people/1.csv", "id,name\na,Amit\nb,Bea\n".getBytes(StandardCharsets.UTF_8));
        ok(
                "UpdateContinuousBackups",
                "{'TableName':'Orders','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}");
        ok("PutItem", "{'TableName':'Orders','Item':{'customer':{'S':'amit'},'number':{'N':'1'}}}");
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

    private static String newName() {
        return "new" + NAMES.incrementAndGet();
    }

    private static String export(String more) {
        return "{'TableArn':'" + ARN + "Orders','S3Bucket':'my-bucket'" + more + "}";
    }

    private static String csv(String table) {
        return "{'S3BucketSource':{'S3Bucket':'my-bucket','S3KeyPrefix':'people/'},'InputFormat':'CSV',"
                + "'TableCreationParameters':{'TableName':'%s','AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}"
                        .formatted(table)
                + "}";
    }

    private static JsonNode ended(String operation, String member, String arn) throws IOException {
        while (true) {
            JsonNode shown =
                    ok("Describe" + operation, "{'" + operation + "Arn':'" + arn + "'}")
                            .get(member);
            if (!shown.get(operation + "Status").asString().equals("IN_PROGRESS")) {
                return shown;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void anExportIsDescribedUntilItIsThere() throws IOException {
        JsonNode begun =
                ok("ExportTableToPointInTime", export(",'S3Prefix':'here','ClientToken':'t1'"))
                        .get("ExportDescription");
        assertThat(begun.propertyNames())
                .containsExactly(
                        "ExportArn",
                        "ExportStatus",
                        "StartTime",
                        "TableArn",
                        "TableId",
                        "ExportTime",
                        "ClientToken",
                        "S3Bucket",
                        "S3Prefix",
                        "S3SseAlgorithm",
                        "ExportFormat",
                        "ExportType");
        String arn = begun.get("ExportArn").asString();
        assertThat(arn).matches(ARN + "Orders/export/[0-9]{14}-[0-9a-f]{8}");

        JsonNode made = ended("Export", "ExportDescription", arn);
        assertThat(made.get("ExportStatus").asString()).isEqualTo("COMPLETED");
        assertThat(made.get("ItemCount").asInt()).isEqualTo(1);
        assertThat(server.bucket("my-bucket").list("here/"))
                .contains(made.get("ExportManifest").asString());
        assertThat(
                        ok(
                                        "ExportTableToPointInTime",
                                        export(",'S3Prefix':'here','ClientToken':'t1'"))
                                .at("/ExportDescription/ExportArn")
                                .asString())
                .isEqualTo(arn);
        assertThat(
                        server.call(
                                        "ExportTableToPointInTime",
                                        export(",'ClientToken':'t1'").replace('\'', '"'))
                                .body())
                .contains("#ExportConflictException\"");
    }

    @Test
    void exportsAreListedNewestFirst() throws IOException {
        for (int i = 0; i < 3; i++) {
            ended(
                    "Export",
                    "ExportDescription",
                    ok("ExportTableToPointInTime", export(""))
                            .at("/ExportDescription/ExportArn")
                            .asString());
        }
        List<String> all = new ArrayList<>();
        String next = "";
        do {
            JsonNode page =
                    ok(
                            "ListExports",
                            "{'TableArn':'" + ARN + "Orders','MaxResults':2" + next + "}");
            for (JsonNode summary : page.get("ExportSummaries")) {
                assertThat(summary.propertyNames())
                        .containsExactly("ExportArn", "ExportStatus", "ExportType");
                all.add(summary.get("ExportArn").asString());
            }
            JsonNode token = page.get("NextToken");
            next = token == null ? "" : ",'NextToken':'" + token.asString() + "'";
        } while (!next.isEmpty());
        assertThat(all)
                .hasSizeGreaterThanOrEqualTo(3)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(ok("ListExports", "{'TableArn':'" + ARN + "Other'}").get("ExportSummaries"))
                .isEmpty();
    }

    @Test
    void aTableIsImported() throws IOException {
        String table = newName();
        JsonNode begun = ok("ImportTable", csv(table)).get("ImportTableDescription");
        assertThat(begun.get("ImportStatus").asString()).isEqualTo("IN_PROGRESS");
        assertThat(begun.at("/TableCreationParameters/TableName").asString()).isEqualTo(table);
        String arn = begun.get("ImportArn").asString();
        assertThat(arn).matches(ARN + table + "/import/[0-9]{14}-[0-9a-f]{8}");

        JsonNode made = ended("Import", "ImportTableDescription", arn);
        assertThat(made.propertyNames())
                .containsExactly(
                        "ImportArn",
                        "ImportStatus",
                        "TableArn",
                        "TableId",
                        "S3BucketSource",
                        "ErrorCount",
                        "InputFormat",
                        "InputCompressionType",
                        "TableCreationParameters",
                        "StartTime",
                        "EndTime",
                        "ProcessedSizeBytes",
                        "ProcessedItemCount",
                        "ImportedItemCount");
        assertThat(made.get("ImportStatus").asString()).isEqualTo("COMPLETED");
        assertThat(made.get("ImportedItemCount").asInt()).isEqualTo(2);
        JsonNode shown = ok("DescribeTable", "{'TableName':'" + table + "'}").get("Table");
        assertThat(shown.get("TableStatus").asString()).isEqualTo("ACTIVE");
        assertThat(shown.has("RestoreSummary")).isFalse();
        assertThat(
                        ok("GetItem", "{'TableName':'" + table + "','Key':{'id':{'S':'b'}}}")
                                .at("/Item/name/S")
                                .asString())
                .isEqualTo("Bea");
        JsonNode summary = ok("ListImports", "{'PageSize':1}").at("/ImportSummaryList/0");
        assertThat(summary.propertyNames())
                .contains("ImportArn", "ImportStatus", "TableArn", "S3BucketSource", "InputFormat");
    }

    @Test
    void aTableIsNeverImportedOverAnother() throws IOException {
        Answer answer = server.call("ImportTable", csv("Orders").replace('\'', '"'));
        assertThat(answer.body())
                .contains("#ResourceInUseException\"", "Table already exists: Orders");
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ExportTableToPointInTime | {} | ValidationException | 2 validation errors detected: Value null at 'tableArn' failed to satisfy constraint: Member must not be null; Value null at 's3Bucket' failed to satisfy constraint: Member must not be null
                    ExportTableToPointInTime | {'TableArn':'ARNOrders','S3Bucket':'b','ExportFormat':'XML'} | ValidationException | 2 validation errors detected: Value 'b' at 's3Bucket' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$; Value 'XML' at 'exportFormat' failed to satisfy constraint: Member must satisfy enum value set: [DYNAMODB_JSON, ION]
                    ExportTableToPointInTime | {'TableArn':'ARNOrders','S3Bucket':'my-bucket','ExportFormat':'ION'} | ValidationException | One or more parameter values were invalid: ExportFormat ION is not supported by this server
                    ExportTableToPointInTime | {'TableArn':'ARNOrders','S3Bucket':'my-bucket','ExportType':'INCREMENTAL_EXPORT'} | ValidationException | One or more parameter values were invalid: ExportFromTime is required for an INCREMENTAL_EXPORT
                    ExportTableToPointInTime | {'TableArn':'ARNOrders','S3Bucket':'my-bucket','S3Prefix':'../up'} | ValidationException | One or more parameter values were invalid: not the prefix of a key: ../up
                    ExportTableToPointInTime | {'TableArn':'ARNNope','S3Bucket':'my-bucket'} | TableNotFoundException | Table not found: Nope
                    ExportTableToPointInTime | {'TableArn':'ARNOrders','S3Bucket':'my-bucket','ExportTime':1} | InvalidExportTimeException | ExportTime must be between EarliestRestorableDateTime and LatestRestorableDateTime
                    DescribeExport | {'ExportArn':'ARNOrders/export/01234567890123-a1b2c3d4'} | ExportNotFoundException | Export not found: ARNOrders/export/01234567890123-a1b2c3d4
                    DescribeImport | {'ImportArn':'ARNOrders/import/01234567890123-a1b2c3d4'} | ImportNotFoundException | Import not found: ARNOrders/import/01234567890123-a1b2c3d4
                    ListExports | {'MaxResults':26} | ValidationException | 1 validation error detected: Value '26' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 25
                    ListImports | {'PageSize':0} | ValidationException | 1 validation error detected: Value '0' at 'pageSize' failed to satisfy constraint: Member must have value greater than or equal to 1
                    ImportTable | {} | ValidationException | 3 validation errors detected: Value null at 's3BucketSource' failed to satisfy constraint: Member must not be null; Value null at 'inputFormat' failed to satisfy constraint: Member must not be null; Value null at 'tableCreationParameters' failed to satisfy constraint: Member must not be null
                    """)
    void complaint(String operation, String body, String type, String message) throws IOException {
        Answer answer = server.call(operation, body.replace("ARN", ARN).replace('\'', '"'));
        assertThat(answer.body()).contains("#" + type + "\"");
        assertThat(JSON.readTree(answer.body()).get("message").asString())
                .isEqualTo(message.replace("ARN", ARN));
    }

    /** Also the root user is somebody else there. */
    @ParameterizedTest
    @CsvSource({
        "DescribeExport, ExportArn, export/01234567890123-a1b2c3d4",
        "DescribeImport, ImportArn, import/01234567890123-a1b2c3d4",
        "DescribeBackup, BackupArn, backup/01234567890123-a1b2c3d4"
    })
    void whatIsAnotherAccountsIsDenied(String operation, String member, String resource)
            throws IOException {
        String arn = ARN.replace("000000000000", "111111111111") + "Orders/" + resource;
        Answer answer = server.call(operation, "{\"" + member + "\":\"" + arn + "\"}");
        assertThat(answer.body()).contains("#AccessDeniedException");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ExportTableToPointInTime | dynamodb:ExportTableToPointInTime@DB s3:PutObject@my-bucket/* | yes
                    ExportTableToPointInTime | dynamodb:ExportTableToPointInTime@DB | no
                    ExportTableToPointInTime | s3:PutObject@my-bucket/* | no
                    ImportTable | dynamodb:ImportTable@DB s3:ListBucket@my-bucket s3:GetObject@my-bucket/people/* | yes
                    ImportTable | dynamodb:ImportTable@DB s3:ListBucket@my-bucket s3:GetObject@my-bucket/other/* | no
                    ImportTable | dynamodb:ImportTable@DB s3:GetObject@my-bucket/* | no
                    ImportTable | dynamodb:CreateTable@DB s3:ListBucket@my-bucket s3:GetObject@my-bucket/* | no
                    """)
    void permission(String operation, String grants, String allowed) throws IOException {
        String table = newName();
        List<String> statements = new ArrayList<>();
        for (String grant : List.of(grants.split(" ", -1))) {
            List<String> parts = List.of(grant.split("@", -1));
            String resource =
                    parts.get(1).equals("DB")
                            ? ARN + (operation.startsWith("Export") ? "Orders" : table)
                            : "arn:aws:s3:::" + parts.get(1);
            statements.add(
                    "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
                            .formatted(parts.get(0), resource));
        }
        AccessKey key =
                server.user(
                        "user" + NAMES.incrementAndGet(),
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + String.join(",", statements)
                                + "]}");
        String body = operation.startsWith("Export") ? export("") : csv(table);
        Answer answer = server.call(key, operation, body.replace('\'', '"'));

        assertThat(answer.status() == 200).as(answer.body()).isEqualTo(allowed.equals("yes"));
        if (allowed.equals("no")) {
            assertThat(answer.body()).contains("#AccessDeniedException");
        }
    }
}
