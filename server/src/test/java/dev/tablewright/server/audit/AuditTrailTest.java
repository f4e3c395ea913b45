package dev.tablewright.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.audit.AuditSettings.Level;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Real requests to a real server, and what is known of them afterwards. */
class AuditTrailTest {
    private static final String GET =
            "{\"TableName\":\"Orders\",\"Key\":{\"customer\":{\"S\":\"personal\"},\"number\":{\"N\":\"1\"}}}";
    private static final String PUT =
            "{\"TableName\":\"Orders\",\"Item\":{\"customer\":{\"S\":\"personal\"},\"number\":{\"N\":\"1\"}}}";
    private static final String READS_OWN =
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"Own","Effect":"Allow",
              "Action":"dynamodb:GetItem","Resource":"*",
              "Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["${aws:username}"]}}}]}
            """;
    private static final String READS_ALL =
            """
            {"Version":"2012-10-17","Statement":[
              {"Sid":"All","Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}]}
            """;

    @TempDir private Path directory;
    private final InMemoryEngine store = new InMemoryEngine();
    private AuditTrail trail = memory(Enforcement.STRICT);

    @SuppressWarnings("NullAway.Init") // every test starts it with its own trail
    private LiveServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
        trail.close();
    }

    // Denials

    @Test
    void explainsADenialByItsRequestId() throws IOException {
        start(trail);
        AccessKey alice = server.user("alice", READS_OWN);
        String id = idOf(server.call(alice, "GetItem", GET));
        var _ = server.call(alice, "PutItem", PUT);

        JsonNode record = explain("{\"RequestId\":\"" + id + "\"}");

        assertThat(record.path("requestId").asString()).isEqualTo(id);
        assertThat(record.path("verdict").asString()).isEqualTo("denied");
        assertThat(record.path("principal").asString())
                .isEqualTo("arn:aws:iam::000000000000:user/alice");
        assertThat(record.path("decision").toString())
                .isEqualTo("{\"kind\":\"implicitDeny\",\"layer\":\"IDENTITY\"}");
        assertThat(record.path("checks").toString())
                .isEqualTo(
                        "[{\"action\":\"dynamodb:GetItem\",\"resource\":\""
                                + LiveServer.ORDERS.arn()
                                + "\",\"result\":\"denied\"}]");
        JsonNode nearMiss = record.path("considered").path(0);
        assertThat(nearMiss.path("sid").asString()).isEqualTo("Own");
        assertThat(nearMiss.path("outcome").asString()).isEqualTo("conditionNotMet");
        assertThat(nearMiss.path("line").asInt()).isEqualTo(1);
        assertThat(nearMiss.path("unmet").toString())
                .isEqualTo(
                        "[{\"operator\":\"ForAllValues:StringEquals\",\"key\":\"dynamodb:LeadingKeys\","
                            + "\"wanted\":[\"alice\"],\"actual\":[\"(hidden)\"]}]");
        assertThat(record.path("context").path("aws:username").path(0).asString())
                .isEqualTo("alice");
        assertThat(record.toString()).doesNotContain("personal");
    }

    @Test
    void explainsTheNewestDenialWhenNoneIsNamed() throws IOException {
        start(trail);
        AccessKey alice = server.user("alice", READS_OWN);
        var _ = server.call(alice, "GetItem", GET);
        var _ = server.call(alice, "PutItem", PUT);

        assertThat(explain("{}").path("operation").asString()).isEqualTo("PutItem");
    }

    @Test
    void saysThatARequestWasNotDenied() throws IOException {
        start(trail);
        String id = idOf(server.call("GetItem", GET));

        Answer answer = server.administer(server.root(), "ExplainRequest", request(id));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"__type\":\"dev.tablewright#NoSuchDenial\",\"message\":\"no denied"
                                + " request has the id "
                                + id
                                + ", or it is too long ago\"}");
    }

    /** What is no longer in memory, for instance after a restart, is in the files. */
    @Test
    void findsOldDenialsInTheFiles() throws IOException {
        start(files(Level.MANAGEMENT, KeyValues.Form.OFF));
        String id = idOf(server.call(server.user("alice", READS_OWN), "GetItem", GET));
        trail.close();
        trail = files(Level.MANAGEMENT, KeyValues.Form.OFF);

        assertThat(trail.decisionRecord(id)).hasValueSatisfying(r -> assertThat(r).contains(id));
        assertThat(trail.decisionRecord("another")).isEmpty();
    }

    // Soft mode

    @Test
    void softModeLetsThroughAndCounts() throws IOException {
        start(memory(Enforcement.SOFT));
        AccessKey alice = server.user("alice", READS_OWN);

        Answer put = server.call(alice, "PutItem", PUT);
        var _ = server.call(alice, "PutItem", PUT);

        assertThat(put.status()).isEqualTo(200);
        assertThat(trail.status().letThrough())
                .containsExactly(
                        new AuditTrail.SoftCount(
                                "arn:aws:iam::000000000000:user/alice", "dynamodb:PutItem", 2));
        assertThat(explain(request(idOf(put))).path("verdict").asString())
                .isEqualTo("wouldBeDenied");
    }

    /** Who somebody is, is never soft; nor are the calls that could make somebody else of them. */
    @Test
    void softModeStillRefusesUnknownKeysAndOurOwnService() throws IOException {
        start(memory(Enforcement.SOFT));
        AccessKey alice = server.user("alice", READS_OWN);
        AccessKey forged = new AccessKey(alice.id(), "x".repeat(40), true, Instant.EPOCH);

        assertThat(server.call(forged, "PutItem", PUT).body())
                .contains("InvalidSignatureException");
        assertThat(server.administer(alice, "GetStatus", "{}").body())
                .contains("AccessDeniedException");
    }

    // Files

    @Test
    void writesManagementEventsInCloudTrailsShape() throws IOException {
        start(files(Level.MANAGEMENT, KeyValues.Form.OFF));
        String id = idOf(server.call("DescribeTable", "{\"TableName\":\"Orders\"}"));

        JsonNode event = event(id);

        assertThat(event.path("eventVersion").asString()).isEqualTo("1.11");
        assertThat(event.path("userIdentity").path("type").asString()).isEqualTo("Root");
        assertThat(event.path("userIdentity").path("accessKeyId").asString())
                .isEqualTo(server.root().id());
        assertThat(event.path("eventSource").asString()).isEqualTo("dynamodb.amazonaws.com");
        assertThat(event.path("eventName").asString()).isEqualTo("DescribeTable");
        assertThat(event.path("awsRegion").asString()).isEqualTo("eu-west-1");
        assertThat(event.path("sourceIPAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(event.path("requestParameters").toString())
                .isEqualTo("{\"tableName\":\"Orders\"}");
        assertThat(event.path("responseElements").isNull()).isTrue();
        assertThat(event.path("resources").toString())
                .isEqualTo(
                        "[{\"accountId\":\"000000000000\",\"type\":\"AWS::DynamoDB::Table\",\"ARN\":\""
                                + LiveServer.ORDERS.arn()
                                + "\"}]");
        assertThat(event.path("readOnly").asBoolean()).isTrue();
        assertThat(event.path("managementEvent").asBoolean()).isTrue();
        assertThat(event.path("eventCategory").asString()).isEqualTo("Management");
        assertThat(event.path("recipientAccountId").asString()).isEqualTo("000000000000");
    }

    @Test
    void writesOfDataWhatWasRefusedAndHowOftenTheRestWasUsed() throws IOException {
        start(files(Level.MANAGEMENT, KeyValues.Form.OFF));
        AccessKey alice = server.user("alice", READS_ALL);
        String done = idOf(server.call(alice, "GetItem", GET));
        var _ = server.call(alice, "GetItem", GET);
        String denied = idOf(server.call(alice, "PutItem", PUT));
        trail.flush();

        assertThat(lines()).noneMatch(line -> line.contains(done));
        JsonNode refused = event(denied);
        assertThat(refused.path("errorCode").asString()).isEqualTo("AccessDenied");
        assertThat(refused.path("eventCategory").asString()).isEqualTo("Data");
        assertThat(refused.path("additionalEventData").path("decisionRecord").isObject()).isTrue();
        assertThat(lines())
                .filteredOn(line -> line.contains("\"eventName\":\"Usage\""))
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "\"arn\":\"arn:aws:iam::000000000000:user/alice\"")
                                        .contains("\"action\":\"dynamodb:GetItem\",\"count\":2"));
    }

    /** A grant that only such batches use is used all the same; the denial can be explained. */
    @Test
    void countsWhatWasAllowedOfABatchThatWasRefusedInPart() throws IOException {
        start(files(Level.MANAGEMENT, KeyValues.Form.OFF));
        AccessKey alice =
                server.user(
                        "alice", READS_OWN.replace("GetItem", "PartiQLSelect").replace("Own", ""));
        String select = "{\"Statement\":\"SELECT * FROM Orders WHERE customer='%s' AND number=1\"}";

        String id =
                idOf(
                        server.call(
                                alice,
                                "BatchExecuteStatement",
                                "{\"Statements\":[%s,%s]}"
                                        .formatted(
                                                select.formatted("alice"),
                                                select.formatted("bob"))));
        trail.flush();

        assertThat(explain("{\"RequestId\":\"" + id + "\"}").path("checks").toString())
                .contains("\"result\":\"allowed\"", "\"result\":\"denied\"");
        assertThat(lines())
                .filteredOn(line -> line.contains("\"eventName\":\"Usage\""))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("dynamodb:PartiQLSelect"));
    }

    @Test
    void writesTheStatementThatAllowed() throws IOException {
        start(files(Level.ALL, KeyValues.Form.OFF));
        String id = idOf(server.call(server.user("alice", READS_ALL), "GetItem", GET));

        JsonNode ours = event(id).path("additionalEventData");

        assertThat(ours.path("decision").asString()).isEqualTo("allowed");
        assertThat(ours.path("statements").path(0).path("sid").asString()).isEqualTo("All");
        assertThat(ours.path("micros").asLong()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void showsKeysOnlyAsConfigured(KeyValues.Form form) throws IOException {
        start(files(Level.ALL, form));
        var _ = server.call("GetItem", GET);
        String denied = idOf(server.call(server.user("alice", READS_OWN), "GetItem", GET));
        trail.flush();

        boolean plain = form == KeyValues.Form.PLAIN;
        assertThat(String.join("", lines()).contains("personal")).isEqualTo(plain);
        assertThat(event(denied).path("requestParameters").path("partitionKeys").toString())
                .matches(
                        switch (form) {
                            case OFF -> "";
                            case HASHED -> "\\[\"hmac:[0-9a-f]{32}\"]";
                            case PLAIN -> "\\[\"personal\"]";
                        });
    }

    @Test
    void writesNoSecret() throws IOException {
        start(files(Level.ALL, KeyValues.Form.PLAIN));
        AccessKey alice = server.user("alice", READS_OWN);
        var _ = server.call(alice, "GetItem", GET);
        var _ = server.call(server.root(), "GetItem", GET.replace("\"1\"", "\"secret value\""));
        trail.flush();

        assertThat(String.join("", lines()))
                .doesNotContain(alice.secret())
                .doesNotContain("secret value");
    }

    @Test
    void turnedOffItWritesThatItIs() throws IOException {
        start(files(Level.OFF, KeyValues.Form.OFF));
        var _ = server.call("DescribeTable", "{\"TableName\":\"Orders\"}");
        trail.flush();

        assertThat(lines()).singleElement().asString().contains("\"level\":\"off\"");
    }

    @Test
    void filesAreTheirOwnersOnly() throws IOException {
        start(files(Level.ALL, KeyValues.Form.OFF));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(audit())))
                .isEqualTo("rwx------");
        for (AuditLog.File file : new AuditLog(audit()).files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
        }
    }

    // Set-up

    private void start(AuditTrail with) throws IOException {
        trail = with;
        server = new LiveServer(builder -> builder.audit(with));
    }

    private static AuditTrail memory(Enforcement enforcement) {
        return AuditTrail.inMemory(enforcement, InstantSource.system(), new Random(1));
    }

    private AuditTrail files(Level level, KeyValues.Form form) throws IOException {
        return AuditTrail.in(
                audit(),
                new AuditSettings(level, form, 1 << 20, Duration.ofDays(1), 1 << 30),
                KeyValues.in(store, form, new Random(2)),
                Enforcement.STRICT,
                InstantSource.system(),
                new Random(3));
    }

    private Path audit() {
        return directory.resolve("audit");
    }

    private JsonNode explain(String request) throws IOException {
        Answer answer = server.administer(server.root(), "ExplainRequest", request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).path("Record");
    }

    private static String request(String id) {
        return "{\"RequestId\":\"" + id + "\"}";
    }

    private static String idOf(Answer answer) {
        return Objects.requireNonNull(answer.header("x-amzn-RequestId"));
    }

    private JsonNode event(String requestId) {
        trail.flush();
        return lines().stream()
                .filter(line -> line.contains("\"requestID\":\"" + requestId + "\""))
                .map(line -> JsonMapper.shared().readTree(line))
                .findFirst()
                .orElseThrow();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        new AuditLog(audit()).read(Instant.EPOCH, lines::add);
        return lines;
    }
}
