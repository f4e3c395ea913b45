package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.cli.TestShell.Ran;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Moment;
import dev.tablewright.controlplane.restore.Restoration;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoredSettings;
import dev.tablewright.controlplane.target.Target;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.iam.model.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A team brings its own tables back: from moments and from backups, with all that they had. */
class RestoreTest {
    private static final String ORDERS = "idp-koa-dev-Orders";
    private static final String VALUES =
            """
            managementPolicies: Control
            tables:
              # what the shop sells
              - name: Orders # for good
                useIdpPrefix: true
                hashKey: Id
                attributes:
                  - {name: Id, type: S}
                  - {name: Group, type: S}
                globalSecondaryIndex:
                  - {name: ByGroup, hashKey: Group, projectionType: ALL}
                ttl: {enabled: true, attributeName: ends}
                streamEnabled: true
                streamViewType: NEW_IMAGE
                tags: {team: koa}
                deletionProtectionEnabled: true
                serviceAccountReadRoles: [app]
              - name: Other
                hashKey: Id
                attributes: [{name: Id, type: S}]
            # the end
            """;

    private final TestShell shell = new TestShell();
    @TempDir private Path temporary;

    RestoreTest() throws IOException {}

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void restoredTableIsAsItWasWithSettingsAndRolesAndTheNextPlanIsEmpty() throws Exception {
        Path values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
        String[] release = {"-f", values.toString(), "-n", "koa-dev"};
        platformRole("app");
        assertThat(run(release, "apply", "--yes").code()).isZero();
        shell.fill(ORDERS, 40);
        String arn = TestShell.arn(ORDERS);
        policy(arn);
        Instant moment = shell.secondBetween();
        shell.dynamoDb.deleteItem(r -> r.tableName(ORDERS).key(TestShell.item("i7")));

        Ran ran = run(release, "restore", "Orders", "--at", moment.toString(), "--to", "koa-back");

        assertThat(ran.code()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.err())
                .contains("restoring " + ORDERS + " as it was at " + moment + " to koa-back")
                .contains("put back: time to live by ends", "put back: stream NEW_IMAGE")
                .contains("put back: point-in-time recovery 35 days", "deletion protection on");
        assertThat(ran.out()).contains("tablewright promote koa-back --over " + ORDERS);
        assertThat(shell.count("koa-back")).isEqualTo(40);
        assertThat(shell.tags("koa-back"))
                .containsEntry("team", "koa")
                .containsEntry("idp/table", "koa-back")
                .containsEntry("idp/restored-from", ORDERS + " " + moment);
        assertThat(
                        shell.dynamoDb
                                .getResourcePolicy(
                                        r -> r.resourceArn(arn.replace(ORDERS, "koa-back")))
                                .policy())
                .contains("table/koa-back")
                .doesNotContain(ORDERS);
        assertThat(Files.readString(values))
                .startsWith(VALUES.replace("# the end\n", ""))
                .endsWith("# the end\n")
                .contains("  - name: koa-back # for good")
                .contains("    externalName: \"koa-back\"");
        assertThat(run(release, "plan").out())
                .isEqualTo("No changes: everything is as the values say.\n");
        try (var iam = shell.iam()) {
            String policies =
                    iam.listPolicies(r -> r.scope("Local")).policies().stream()
                            .map(
                                    one ->
                                            iam.getPolicyVersion(
                                                            r ->
                                                                    r.policyArn(one.arn())
                                                                            .versionId(
                                                                                    one
                                                                                            .defaultVersionId()))
                                                    .policyVersion()
                                                    .document())
                            .collect(Collectors.joining());
            assertThat(policies).contains("koa-back");
        }
        Ran again =
                run(release, "restore", "Orders", "--at", moment.toString(), "--to", "koa-back");
        assertThat(again.code()).isZero();
        assertThat(again.err())
                .contains("going on with", "the values name koa-back already")
                .doesNotContain("put back:", "set tags");
    }

    /** Without values nobody may delete it by applying some: it stays. */
    @Test
    void restoredTableThatNoValuesNameStays() throws Exception {
        Path values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
        String[] release = {"-f", values.toString(), "-n", "koa-dev"};
        platformRole("app");
        assertThat(run(release, "apply", "--yes").code()).isZero();
        Ran ran = shell.run("restore", "Orders", "--at", "latest");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("to " + ORDERS + "-restored-2");
        Ran plan = run(release, "plan");
        assertThat(plan.out()).contains("stays (deletionPolicy Orphan)").contains("No changes");
    }

    @Test
    void whatCannotBeRestoredIsSaidPrecisely() throws Exception {
        shell.table("Orders");
        shell.plainTable("Plain");

        assertThat(shell.run("restore", "Orders", "--at", "2 days ago").err())
                .containsPattern(
                        "Orders can be restored to moments from 20.*Z to 20.*Z, and not to");
        assertThat(shell.run("restore", "Orders", "--at", "2100-01-01T00:00:00Z").err())
                .contains("and not to 2100-01-01T00:00:00Z, which is to come");
        assertThat(shell.run("restore", "Plain", "--at", "1m").err())
                .contains("point-in-time recovery of Plain (eu-west-1) is off")
                .contains("see \"backup list Plain\"");
        assertThat(shell.run("restore", "Plain", "--from", "latest").err())
                .contains("table Plain (eu-west-1) has no backup that can be restored");
        assertThat(shell.run("restore", "Nothing", "--at", "1m").err())
                .contains("there is no table Nothing in eu-west-1");
        assertThat(shell.run("restore", "Orders", "--at", "latest", "--to", "Plain").err())
                .contains("the table Plain (eu-west-1) is there already and was not made by a")
                .contains("choose another name with --to");
        assertThat(shell.run("restore", "Orders").err()).contains("--at=TIME | --from=BACKUP");
        assertThat(shell.run("restore", "Orders", "--at", "1m", "-f", "x.yaml").err())
                .contains("-f and --namespace belong together");
    }

    @Test
    void whoMayNotIsToldWhatItTakes() {
        shell.table("Orders");
        user(
                "ann",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                "Action":["dynamodb:Describe*","dynamodb:List*"],"Resource":"*"}]}\
                """);

        Ran ran = shell.run("restore", "Orders", "--at", "latest");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "AccessDeniedException: User: arn:aws:iam::123456789012:user/ann is not"
                                + " authorized to perform: dynamodb:RestoreTableToPointInTime on"
                                + " resource: arn:aws:dynamodb:eu-west-1:123456789012:table/Orders")
                .contains("This takes dynamodb:DescribeTable, DescribeContinuousBackups and");
        assertThat(shell.run("backup", "create", "Orders").err())
                .contains("dynamodb:CreateBackup on resource")
                .contains("This takes dynamodb:CreateBackup on the table");
    }

    @Test
    void backupsAreMadeListedAndRestoredAlsoOfTablesThatAreGone() throws Exception {
        shell.table("Orders");
        shell.put("Orders", TestShell.item("big", "Blob", "x".repeat(390_000)));
        shell.fill("Orders", 30);
        Ran made = shell.run("backup", "create", "Orders", "--name", "first", "-o", "json");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("\"name\" : \"first\"", "\"status\" : \"AVAILABLE\"");
        assertThat(shell.run("backup", "list").out())
                .containsPattern("Orders +first +20\\S+Z +39\\d KB +USER +AVAILABLE +-");
        shell.dynamoDb.deleteTable(r -> r.tableName("Orders"));
        shell.dynamoDb.waiter().waitUntilTableNotExists(r -> r.tableName("Orders"));

        Ran ran = shell.run("restore", "Orders", "--from", "first", "--to", "Back");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("a backup remembers neither tags")
                .contains("restoring Orders from the backup first of 20");
        assertThat(shell.count("Back")).isEqualTo(31);
        assertThat(
                        shell.dynamoDb
                                .query(
                                        r ->
                                                r.tableName("Back")
                                                        .indexName("ByGroup")
                                                        .keyConditionExpression("#g = :g")
                                                        .expressionAttributeNames(
                                                                Map.of("#g", "Group"))
                                                        .expressionAttributeValues(
                                                                Map.of(
                                                                        ":g",
                                                                        AttributeValue.fromS(
                                                                                "g3"))))
                                .count())
                .isEqualTo(4);
        assertThat(shell.run("backup", "list", "Orders").out()).contains("SYSTEM");
        assertThat(shell.run("restore", "Orders", "--from", "none").err())
                .contains("table Orders (eu-west-1) has no backup none that can be restored;");
    }

    /** What may not be read or written is told, and the rest is done; who may, ends it later. */
    @Test
    void settingsThatMayNotBePutBackAreTriedAgain() {
        shell.table("Orders");
        shell.dynamoDb.updateTimeToLive(
                r ->
                        r.tableName("Orders")
                                .timeToLiveSpecification(t -> t.enabled(true).attributeName("e")));
        user(
                "ann",
                """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
                {"Effect":"Deny","Action":["dynamodb:GetResourcePolicy","dynamodb:UpdateTimeToLive"],
                "Resource":"*"}]}\
                """);
        Ran half = shell.run("restore", "Orders", "--at", "latest", "--to", "Back");
        shell.signAsRoot();
        Ran whole = shell.run("restore", "Orders", "--at", "latest", "--to", "Back");

        assertThat(half.code()).isEqualTo(1);
        assertThat(half.err())
                .contains("not known: the resource policy of Orders: AccessDeniedException")
                .contains("put back: point-in-time recovery 35 days");
        assertThat(half.out())
                .contains("NOT put back: time to live: AccessDeniedException")
                .contains("Run the same again to try once more.");
        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.err()).contains("going on with", "put back: time to live by e");
        assertThat(shell.tags("Back")).containsKey("idp/restored-from");
    }

    private void user(String name, String policy) {
        try (var iam = shell.iam()) {
            iam.createUser(r -> r.userName(name));
            iam.putUserPolicy(r -> r.userName(name).policyName("own").policyDocument(policy));
            var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
            shell.signAs(Keys.longTerm(key.accessKeyId(), key.secretAccessKey()));
        }
    }

    @Test
    void emptyTableIsRestoredToo() throws Exception {
        shell.table("Orders");
        Ran ran = shell.run("restore", "Orders", "--at", "now", "--to", "Back");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(shell.count("Back")).isZero();
    }

    /** The process is dead: nothing is called any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Dies after one more call that changes something, before it hears the answer. */
    private static final class Death implements TestTarget.Calls {
        private static final Pattern READS = Pattern.compile("(Describe|List|Get|Scan|Query).*");

        private boolean dead;

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            if (dead) {
                throw new Killed();
            }
            HttpExecuteResponse answer = call.call();
            if (!READS.matcher(operation).matches()) {
                dead = true;
                throw new Killed();
            }
            return answer;
        }
    }

    /** "A moment ago", said again later, means the restore that was begun then. */
    @Test
    void restoresThatAllDieAfterOneChangeEndInOneWholeTable() throws Exception {
        shell.table("Orders");
        shell.fill("Orders", 30);
        shell.dynamoDb.updateTimeToLive(
                r ->
                        r.tableName("Orders")
                                .timeToLiveSpecification(t -> t.enabled(true).attributeName("e")));
        shell.tag("Orders", "team", "koa");
        shell.dynamoDb.updateTable(r -> r.tableName("Orders").deletionProtectionEnabled(true));
        var _ = shell.secondBetween();
        int kills = 0;
        boolean whole = false;
        while (!whole) {
            try (TestTarget mortal = TestTarget.of(shell.server, new Death())) {
                restore(mortal.target());
                whole = true;
            } catch (Killed _) {
                kills++;
                assertThat(kills).isLessThan(30);
                whole = isComplete();
            }
        }

        assertThat(kills).isGreaterThanOrEqualTo(5);
        var tables = shell.dynamoDb.listTables().tableNames();
        assertThat(tables).hasSize(2);
        String restored = tables.getLast();
        assertThat(shell.count(restored)).isEqualTo(30);
        var table = shell.dynamoDb.describeTable(r -> r.tableName(restored)).table();
        assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(table.deletionProtectionEnabled()).isTrue();
        assertThat(
                        shell.dynamoDb
                                .describeTimeToLive(r -> r.tableName(restored))
                                .timeToLiveDescription()
                                .attributeName())
                .isEqualTo("e");
    }

    private boolean isComplete() {
        String last = shell.dynamoDb.listTables().tableNames().getLast();
        return shell.tags(last).containsKey("idp/restored-from");
    }

    private void restore(Target target) throws Exception {
        InstantSource clock = shell.clock();
        Restoration restoration = new Restoration(target, clock, _ -> Thread.sleep(10));
        RestoredSettings settings = new RestoredSettings(target, clock, _ -> Thread.sleep(10));
        TableAddress source = new TableAddress("eu-west-1", "Orders");
        Begun begun =
                restoration.begin(source, new Origin.AtMoment(new Moment.Ago(Duration.ZERO)), null);
        restoration.await(begun, _ -> {});
        RestoredSettings.Original original = settings.read(source);
        var _ =
                settings.putBack(
                        original == null ? failed() : original,
                        original == null
                                ? Map.of()
                                : RestoredSettings.tags(original.tags(), begun.table()),
                        begun.table(),
                        _ -> {});
        settings.complete(begun);
    }

    private static RestoredSettings.Original failed() {
        throw new AssertionError("the original is gone");
    }

    private Ran run(String[] release, String... arguments) {
        String[] all = new String[release.length + arguments.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(release, 0, all, arguments.length, release.length);
        return shell.run(all);
    }

    private void policy(String arn) {
        shell.dynamoDb.putResourcePolicy(
                r ->
                        r.resourceArn(arn)
                                .policy(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                        "Principal":{"AWS":"arn:aws:iam::123456789012:root"},
                                        "Action":"dynamodb:GetItem","Resource":"%s"}]}\
                                        """
                                                .formatted(arn)));
    }

    private void platformRole(String name) {
        Tag platforms = Tag.builder().key("managed-by").value("idp-advanced").build();
        try (var iam = shell.iam()) {
            iam.createRole(
                    r ->
                            r.roleName(name)
                                    .assumeRolePolicyDocument(
                                            """
                                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                            "Principal":{"AWS":"arn:aws:iam::123456789012:root"},
                                            "Action":"sts:AssumeRole"}]}\
                                            """)
                                    .tags(platforms));
        }
    }
}
