package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaStatus;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Replicas from values, the whole way: apply, again for nothing, change, drift, and take back. */
class ReplicatedTableTest {
    private static final String TABLE = "koa-dev-Orders";
    private static final String ARN = "arn:aws:dynamodb:%s:123456789012:table/" + TABLE;
    private static final String VALUES =
            """
            tags: {team: koa}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}]
            """;

    @TempDir private Path temporary;
    private Installation server;
    private Installation.RootKey key;

    @BeforeEach
    void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        key = server.rootKey().orElseThrow();
        System.setProperty("aws.accessKeyId", key.accessKeyId());
        System.setProperty("aws.secretAccessKey", key.secretAccessKey());
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private DynamoDbClient in(String region) {
        return DynamoDbClient.builder()
                .endpointOverride(server.server().endpoint())
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey())))
                .build();
    }

    private TableDescription table(String region) {
        try (DynamoDbClient dynamoDb = in(region)) {
            return dynamoDb.describeTable(request -> request.tableName(TABLE)).table();
        }
    }

    /** The controller of "up" sees no item, and AWS lets only those make a replica who do. */
    @Test
    void upMakesReplicas() throws IOException {
        var directory = new DataDirectory(temporary.resolve("data"));
        directory.note(
                new DataDirectory.Running(
                        ProcessHandle.current().pid(),
                        server.server().endpoint(),
                        "123456789012",
                        true));
        directory.keepRootKeys(Keys.longTerm(key.accessKeyId(), key.secretAccessKey()));
        Path file = Files.writeString(temporary.resolve("up.yaml"), with("[{region: us-east-1}]"));
        StringWriter out = new StringWriter();
        PrintWriter print = new PrintWriter(out);

        int code =
                Main.run(
                        new Console(print, print, () -> false, false),
                        "up",
                        "-f",
                        file.toString(),
                        "-n",
                        "koa-dev",
                        "--data-dir",
                        directory.root().toString());

        assertThat(code).as(out.toString()).isZero();
        assertThat(isThere("us-east-1")).isTrue();
    }

    /** What somebody does by hand. */
    private void update(ReplicationGroupUpdate.Builder update) {
        try (DynamoDbClient here = in("eu-west-1")) {
            var _ =
                    here.updateTable(
                            request -> request.tableName(TABLE).replicaUpdates(update.build()));
        }
    }

    private boolean isThere(String region) {
        try {
            var _ = table(region);
            return true;
        } catch (ResourceNotFoundException _) {
            return false;
        }
    }

    private Map<String, ReplicaDescription> replicas() {
        return table("eu-west-1").replicas().stream()
                .collect(Collectors.toMap(ReplicaDescription::regionName, one -> one));
    }

    /** Runs a command on {@code values}; tells what it printed. */
    private String run(String command, String values, String... more) throws IOException {
        Path file = Files.writeString(temporary.resolve("values.yaml"), values);
        StringWriter out = new StringWriter();
        PrintWriter print = new PrintWriter(out);
        Console console = new Console(print, print, () -> false, false);
        String[] first = {
            command,
            "-f",
            file.toString(),
            "--endpoint-url=" + server.server().endpoint(),
            "--namespace=koa-dev",
            "--release=shop"
        };
        String[] all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        var _ = Main.run(console, all);
        print.flush();
        return out.toString();
    }

    private static String with(String replicas) {
        return VALUES + "    replicas: " + replicas + "\n";
    }

    /** Applies, and expects nothing left to do. */
    private String applied(String values) throws IOException {
        String said = run("apply", values, "--yes");
        assertThat(said).contains("Done.");
        assertThat(run("plan", values)).contains("No changes");
        return said;
    }

    @Test
    void replicasComeOneAfterTheOtherChangeAndGo() throws IOException {
        assertThat(applied(with("[{region: eu-central-1}, {region: us-east-1}]")))
                .contains("replicas none -> eu-central-1")
                .contains("replicas eu-central-1 -> eu-central-1, us-east-1");
        assertThat(replicas()).containsOnlyKeys("eu-central-1", "us-east-1");

        assertThat(
                        applied(
                                with(
                                        "[{region: eu-central-1, maxReadRequestUnits: 7,"
                                                + " tableClass: STANDARD_INFREQUENT_ACCESS},"
                                                + " {region: us-east-1}]")))
                .contains(
                        "eu-central-1 (maxReadRequestUnits 7, STANDARD_INFREQUENT_ACCESS),"
                                + " us-east-1");
        assertThat(table("eu-central-1").onDemandThroughput().maxReadRequestUnits()).isEqualTo(7);

        assertThat(applied(with("[{region: eu-central-1}]")))
                .contains("loses its replica in us-east-1, with all items there");
        assertThat(replicas()).containsOnlyKeys("eu-central-1");
        assertThat(isThere("us-east-1")).isFalse();

        assertThat(applied(VALUES)).contains("-> none");
        assertThat(replicas()).isEmpty();
        assertThat(isThere("eu-central-1")).isFalse();
    }

    @Test
    void replicaHasTheTablesOwnTagsAndSaysWhatItWasMadeFrom() throws IOException {
        applied(with("[{region: us-east-1}]"));

        try (DynamoDbClient there = in("us-east-1")) {
            assertThat(
                            there
                                    .listTagsOfResource(
                                            request ->
                                                    request.resourceArn(ARN.formatted("us-east-1")))
                                    .tags()
                                    .stream()
                                    .map(tag -> tag.key() + "=" + tag.value()))
                    .containsExactlyInAnyOrder(
                            "team=koa", "idp/replica-of=" + ARN.formatted("eu-west-1"));
        }
    }

    /** DynamoDB carries none of these, and somebody changed them there. */
    @Test
    void replicaThatIsNotAsItsTableIsADifference() throws IOException {
        String values = with("[{region: us-east-1}]") + "    deletionProtectionEnabled: true\n";
        applied(values);
        try (DynamoDbClient there = in("us-east-1")) {
            String arn = ARN.formatted("us-east-1");
            there.untagResource(request -> request.resourceArn(arn).tagKeys("team"));
            there.updateContinuousBackups(
                    request ->
                            request.tableName(TABLE)
                                    .pointInTimeRecoverySpecification(
                                            to -> to.pointInTimeRecoveryEnabled(false)));
            there.updateTable(request -> request.tableName(TABLE).deletionProtectionEnabled(false));
        }

        assertThat(run("drift", values))
                .contains(
                        "us-east-1 (not as its table: tags, deletion protection, point-in-time"
                                + " recovery)");
        applied(values);
        assertThat(table("us-east-1").deletionProtectionEnabled()).isTrue();
    }

    /** The apply that made it broke off before it could say whose the replica is. */
    @Test
    void replicaThatWasNotFinishedIsFinishedByTheNextApply() throws IOException {
        applied(VALUES);
        try (DynamoDbClient here = in("eu-west-1")) {
            here.tagResource(
                    request ->
                            request.resourceArn(ARN.formatted("eu-west-1"))
                                    .tags(
                                            List.of(
                                                    Tag.builder()
                                                            .key("idp/making-replica")
                                                            .value("us-east-1")
                                                            .build())));
        }
        update(ReplicationGroupUpdate.builder().create(made -> made.regionName("us-east-1")));
        while (Objects.requireNonNull(replicas().get("us-east-1")).replicaStatus()
                != ReplicaStatus.ACTIVE) {
            Thread.onSpinWait();
        }

        assertThat(applied(with("[{region: us-east-1}]")))
                .contains("us-east-1 (not as its table: unfinished, tags")
                .contains("-> us-east-1");

        try (DynamoDbClient here = in("eu-west-1")) {
            assertThat(
                            here
                                    .listTagsOfResource(
                                            request ->
                                                    request.resourceArn(ARN.formatted("eu-west-1")))
                                    .tags()
                                    .stream()
                                    .map(tag -> tag.key()))
                    .doesNotContain("idp/making-replica");
        }
        assertThat(applied(VALUES)).contains("-> none");
        assertThat(isThere("us-east-1")).isFalse();
    }

    /** What somebody else made is neither a difference nor removed, until the values name it. */
    @Test
    void replicaOfOthersIsLeftAlone() throws IOException {
        applied(with("[{region: eu-central-1}]"));
        update(ReplicationGroupUpdate.builder().create(made -> made.regionName("us-west-2")));

        assertThat(run("plan", with("[{region: eu-central-1}]"))).contains("No changes");
        assertThat(run("drift", with("[{region: eu-central-1}]"))).doesNotContain("us-west-2");
        assertThat(run("plan", with("[{region: eu-central-1}, {region: us-west-2}]")))
                .contains("No changes");
        assertThat(run("apply", VALUES, "--yes")).contains("Done.");
        assertThat(replicas()).containsOnlyKeys("us-west-2");
    }

    @Test
    void replicaThatSomebodyRemovedIsADifference() throws IOException {
        String values = with("[{region: us-east-1}]");
        applied(values);
        update(ReplicationGroupUpdate.builder().delete(gone -> gone.regionName("us-east-1")));
        while (isThere("us-east-1")) {
            // Background work removes it within milliseconds.
            Thread.onSpinWait();
        }

        assertThat(run("drift", values)).contains("replicas").contains("us-east-1");
        assertThat(applied(values)).contains("replicas none -> us-east-1");
    }

    /** They would go on without their table, each by itself. */
    @Test
    void replicasGoBeforeTheirTable() throws IOException {
        String values = with("[{region: us-east-1}]") + "    deletionProtectionEnabled: false\n";
        applied(values);
        String other = VALUES.replace("Orders", "Others");

        assertThat(run("apply", other, "--yes")).contains("Done.");

        assertThat(isThere("us-east-1")).isFalse();
        assertThat(isThere("eu-west-1")).isFalse();
    }

    @Test
    void mistakesAreToldAtTheirPlace() throws IOException {
        assertThat(run("plan", with("[{region: eu-west-1}]")))
                .contains("tables[0].replicas[0].region: is the table's own region");
        assertThat(run("plan", with("[{region: us-east-1}, {region: us-east-1}]")))
                .contains("tables[0].replicas[1].region: \"us-east-1\" has a replica already");
        assertThat(run("plan", with("[{region: us-east-1, readCapacity: 5}]")))
                .contains("readCapacity: has no meaning with billingMode PAY_PER_REQUEST");
        assertThat(run("plan", with("[{region: us-east-1, tableClas: STANDARD}]")))
                .contains("did you mean \"tableClass\"?");
        assertThat(
                        run(
                                "plan",
                                with("[{region: us-east-1}]")
                                        + "    streamEnabled: true\n"
                                        + "    streamViewType: KEYS_ONLY\n"))
                .contains("tables[0].replicas: needs a stream of new and old images");
        assertThat(
                        run(
                                "plan",
                                with("[{region: us-east-1}]")
                                        + "    billingMode: PROVISIONED\n"
                                        + "    readCapacity: 5\n"
                                        + "    writeCapacity: 5\n"))
                .contains("tables[0].replicas: needs autoscaling.write of the table");
    }
}
