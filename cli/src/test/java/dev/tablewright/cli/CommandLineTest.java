package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.Durability;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The whole way: values file, command, HTTP, signatures, IAM, tables; only the process is ours. */
class CommandLineTest {
    private static final String ROLE = "access-koa-dev";

    private static final String ORDERS =
            """
            deletionPolicy: Delete
            tables:
              - name: Orders
                useIdpPrefix: true
                hashKey: Id
                rangeKey: Date
                attributes:
                  - {name: Id, type: S}
                  - {name: Date, type: S}
                  - {name: Total, type: "N"}
                localSecondaryIndex:
                  - {name: ByTotal, rangeKey: Total, projectionType: INCLUDE, nonKeyAttributes: [a]}
                serviceAccountReadRoles: [access-koa-dev]
                serviceAccountWriteRoles: [access-koa-dev]
            """;

    private static Installation server;

    @TempDir private Path temporary;
    private DataDirectory directory;
    private Keys administrator;

    /** What a command printed, and how it ended. */
    private record Ran(int code, String out, String err) {}

    @BeforeAll
    static void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clean() {
        directory = new DataDirectory(temporary.resolve("data"));
        note(directory);
        Installation.RootKey key = server.rootKey().orElseThrow();
        directory.keepRootKeys(Keys.longTerm(key.accessKeyId(), key.secretAccessKey()));
        administrator =
                Administrator.keys(
                        directory,
                        endpoint(),
                        Keys.longTerm(key.accessKeyId(), key.secretAccessKey()),
                        "eu-west-1");
        signAs(administrator);
    }

    /** Each test leaves the account as it found it. */
    @AfterEach
    void removeEverything() {
        signAs(administrator);
        Ran ran = apply("tables: []", "--yes");
        assertThat(ran.code()).as(ran.err()).isZero();
        try (var iam = iam()) {
            iam.listRoles()
                    .roles()
                    .forEach(role -> iam.deleteRole(r -> r.roleName(role.roleName())));
        }
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** An account's profile must outlive the next "up", which writes the profiles anew. */
    @Test
    void furtherAccountHasAProfileOfItsOwn() throws IOException {
        Ran made = here("account", "create", "111122223333");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("as the profile 111122223333").contains("AKIA");
        assertThat(up(ORDERS).code()).isZero();

        assertThat(Files.readString(directory.awsConfig())).contains("[profile 111122223333]");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.awsCredentials())))
                .isEqualTo("rw-------");
        assertThat(here("account", "list").out())
                .containsPattern("123456789012 +- +tablewright-admin ")
                .containsPattern("111122223333 +- +111122223333 .* 0 +0 +0");
        assertThat(here("env", "--account", "111122223333").out())
                .contains("AWS_ACCESS_KEY_ID='AKIA");
        Ran named = here("account", "create", "--alias", "partner");
        assertThat(named.code()).as(named.err()).isZero();
        assertThat(named.out()).contains("as the profile partner");
        assertThat(here("account", "list").out()).containsPattern(" partner +partner ");
        assertThat(here("account", "create", "--alias", "partner").err())
                .contains("there is a profile partner already");
        assertThat(here("account", "create", "12").err()).contains("an account has 12 digits");
        assertThat(here("account", "create", "111122223333").err()).contains("already exists");
    }

    @Test
    void serverListensOnAddressesOfThisMachineOnly() {
        for (String host : List.of("203.0.113.9", "no such host")) {
            Ran refused = run("serve", "--host", host, "--data-dir", temporary.toString());

            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("is no address of this machine");
        }
    }

    @Test
    void aCertificateNeedsItsKey() throws IOException {
        Path certificate = Files.writeString(temporary.resolve("tls.crt"), "no certificate");
        String data = temporary.resolve("tls").toString();

        assertThat(run("serve", "--tls-certificate", "" + certificate, "--data-dir", data).err())
                .contains("--tls-certificate and --tls-key belong together");
        assertThat(serveWith(certificate, temporary.resolve("none.key"), data).err())
                .contains("cannot read " + temporary.resolve("none.key"));
        Ran unusable = serveWith(certificate, certificate, data);
        assertThat(unusable.code()).isEqualTo(1);
        assertThat(unusable.err()).contains(certificate + " holds no certificate");
    }

    private Ran serveWith(Path certificate, Path key, String data) {
        return run(
                "serve",
                "--port=0",
                "--tls-certificate=" + certificate,
                "--tls-key=" + key,
                "--data-dir=" + data);
    }

    /** Other commands cannot call "all addresses". */
    @Test
    void serverOnAllAddressesIsFoundOnThisOne() throws InterruptedException {
        DataDirectory elsewhere = new DataDirectory(temporary.resolve("open"));
        try (LocalServer open =
                LocalServer.start(elsewhere, Installation.Settings.IN_MEMORY.withHost("0.0.0.0"))) {
            assertThat(open.running().endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThat(DetachedServer.isReady(open.running().endpoint())).isTrue();
        }
    }

    @Test
    void quotaOfAnEnvironmentIsSetShownAndRemoved() {
        assertThat(up(ORDERS).code()).isZero();
        Ran set = here("env", "quota", "koa-dev", "--tables", "1", "--read-units", "50");

        assertThat(set.code()).as(set.err()).isZero();
        assertThat(set.out())
                .containsPattern(
                        "koa-dev +1 / 1 +0 / - +\\d+ / - +50 +- +0 +koa-dev- idp-koa-dev-");
        assertThat(here("env", "quota", "koa-dev").err())
                .contains("say what the environment may use");
        assertThat(here("env", "quota", "koa-dev", "--remove").out()).contains("has no quota");
        assertThat(here("env", "quota").out()).doesNotContain("koa-dev");
    }

    @Test
    void upMakesTablesRolesAndAccessThatHolds() {
        Ran ran = up(ORDERS);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern(
                        "idp-koa-dev-Orders +eu-west-1 +Id \\(S\\) \\+ Date \\(S\\) +ByTotal"
                                + " \\(local\\) +on demand +35 days +ACTIVE")
                .containsPattern("access-koa-dev +read, write +idp-koa-dev-Orders")
                .contains("eval \"$(./tablewright env --role access-koa-dev");
        assertThat(ran.err()).contains("role access-koa-dev: made, as it was missing");
        try (var role = dynamoDb(sessionOf(ROLE))) {
            role.putItem(
                    r ->
                            r.tableName("idp-koa-dev-Orders")
                                    .item(
                                            Map.of(
                                                    "Id", AttributeValue.fromS("1"),
                                                    "Date", AttributeValue.fromS("d"),
                                                    "Total", AttributeValue.fromN("7"))));
            assertThat(
                            role.query(
                                            r ->
                                                    r.tableName("idp-koa-dev-Orders")
                                                            .indexName("ByTotal")
                                                            .keyConditionExpression("Id = :i")
                                                            .expressionAttributeValues(
                                                                    Map.of(
                                                                            ":i",
                                                                            AttributeValue.fromS(
                                                                                    "1"))))
                                    .count())
                    .isEqualTo(1);
            assertThatThrownBy(() -> role.deleteTable(r -> r.tableName("idp-koa-dev-Orders")))
                    .isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining(
                            "User:"
                                + " arn:aws:sts::123456789012:assumed-role/access-koa-dev/tablewright"
                                + " is not authorized to perform: dynamodb:DeleteTable on resource:"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/idp-koa-dev-Orders"
                                + " because no identity-based policy allows the"
                                + " dynamodb:DeleteTable action");
            assertThatThrownBy(() -> role.scan(r -> r.tableName("idp-koa-prod-Orders")))
                    .hasMessageContaining("is not authorized to perform: dynamodb:Scan");
        }
    }

    @Test
    void aSecondUpChangesNothing() {
        up(ORDERS);

        Ran second = up(ORDERS);

        assertThat(second.code()).isZero();
        assertThat(second.out()).startsWith("No changes.\n");
    }

    @Test
    void keysAndProfilesAreForTheirOwnerOnly() throws Exception {
        up(ORDERS);

        assertThat(Files.readString(directory.awsConfig()))
                .contains(
                        """
                        [profile access-koa-dev]
                        role_arn = arn:aws:iam::123456789012:role/access-koa-dev
                        source_profile = tablewright-admin
                        role_session_name = tablewright
                        external_id = %s
                        region = eu-west-1
                        endpoint_url = %s
                        """
                                .formatted(administratorKeyId(), endpoint()));
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.awsCredentials())))
                .isEqualTo("rw-------");
    }

    /** Another one in every data directory, so that no client uses the sessions of an old one. */
    private String administratorKeyId() throws IOException {
        return Files.readString(directory.awsCredentials())
                .lines()
                .dropWhile(line -> !line.equals("[" + Administrator.USER + "]"))
                .filter(line -> line.startsWith("aws_access_key_id"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void envAndCredentialsGiveWhatAClientNeeds() {
        up(ORDERS);

        Ran env = run("env", "--role", ROLE, "--data-dir", directory.root().toString());
        assertThat(env.out())
                .contains("export AWS_ENDPOINT_URL='" + endpoint() + "'\n")
                .contains("export AWS_REGION='eu-west-1'\n")
                .containsPattern("export AWS_ACCESS_KEY_ID='ASIA[A-Z0-9]+'\n")
                .containsPattern("export AWS_SESSION_TOKEN='.+'\n");
        Ran process =
                run("credentials", "--process", "--role", ROLE, "--data-dir", dataDirectory());
        assertThat(process.out())
                .startsWith("{\"Version\":1,\"AccessKeyId\":\"ASIA")
                .contains("\"Expiration\":\"");
        Ran root = run("credentials", "--data-dir", dataDirectory());
        assertThat(root.out()).startsWith("aws_access_key_id = AKIA");
        Ran nobody = run("env", "--role", "nobody", "--data-dir", dataDirectory());
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err())
                .startsWith("tablewright: cannot assume the role nobody: User: ")
                .contains("is not authorized to perform: sts:AssumeRole");
    }

    /** The law of apply: whatever the change, afterwards there is nothing left to do. */
    @Test
    void afterEveryApplyThePlanIsEmpty() {
        up(ORDERS);
        List<String> stations = new ArrayList<>();
        String index =
                """
                    globalSecondaryIndex:
                      - {name: ByDate, hashKey: Date, projectionType: ALL}
                """;
        stations.add(ORDERS + index);
        stations.add(
                ORDERS
                        + index.replace("ALL}", "KEYS_ONLY}")
                        + "      - {name: Reverse, hashKey: Total, rangeKey: Id,"
                        + " projectionType: INCLUDE, nonKeyAttributes: [x, z]}\n");
        String provisioned =
                (ORDERS + index)
                        .replace(
                                "    hashKey: Id",
                                "    billingMode: PROVISIONED\n    readCapacity: 5\n"
                                        + "    writeCapacity: 6\n    hashKey: Id")
                        .replace("ALL}", "ALL, readCapacity: 1, writeCapacity: 2}");
        stations.add(provisioned);
        stations.add(
                provisioned
                        .replace("readCapacity: 5", "readCapacity: 7")
                        .replace("readCapacity: 1", "readCapacity: 3"));
        stations.add(ORDERS);
        stations.add(
                "tags: {team: koa}\npointInTimeRecovery: {enabled: false}\n"
                        + ORDERS
                        + "    deletionProtectionEnabled: true\n");
        stations.add(
                "tags: {team: koa2}\npointInTimeRecovery: {recoveryPeriodInDays: 7}\n"
                        + ORDERS
                        + "    deletionProtectionEnabled: false\n");
        stations.add(ORDERS.replace("    serviceAccountWriteRoles: [access-koa-dev]\n", ""));
        stations.add(ORDERS.replace("    serviceAccountReadRoles: [access-koa-dev]\n", ""));
        for (String values : stations) {
            Ran plan = plan(values, "--exit-code");
            assertThat(plan.code()).as(plan.out() + plan.err() + values).isEqualTo(2);

            Ran applied = apply(values, "--yes");

            assertThat(applied.code()).as(applied.err()).isZero();
            Ran again = plan(values, "--exit-code");
            assertThat(again.out())
                    .as(values)
                    .isEqualTo("No changes: everything is as the values say.\n");
            assertThat(again.code()).isZero();
        }
    }

    /** 6 read and 5 write units for 730 hours at eu-west-1's list prices are 0.64 and 2.68. */
    @Test
    void costIsEstimatedAndThePlanSaysWhatChanges() throws IOException {
        String provisioned =
                ORDERS.replace(
                        "    hashKey: Id",
                        "    billingMode: PROVISIONED\n    readCapacity: 6\n    writeCapacity: 5\n"
                                + "    hashKey: Id");
        assertThat(plan(provisioned).out())
                .contains("Monthly cost: 0.00 -> 3.33 USD (+3.33) for declared capacity");
        up(ORDERS);
        assertThat(plan(provisioned, "-o", "json").out())
                .contains("\"monthlyCost\"")
                .contains("\"after\" : \"3.32661");

        Ran unknown = onTarget("cost", ORDERS);
        assertThat(unknown.code()).as(unknown.err()).isZero();
        assertThat(unknown.out())
                .containsPattern(
                        "idp-koa-dev-Orders +table +million read requests +unknown +0.141 +unknown")
                .contains("Together: at least 0.00 USD a month, besides 2 unknown items")
                .contains(
                        "Unknown: how many reads there are in a month is not known: say --observed")
                .contains("written down by hand, without free tiers. VERIFY them");
        Ran told = onTarget("cost", ORDERS, "--reads", "2000000", "--writes", "1e6");
        assertThat(told.out())
                .containsPattern("million read requests +2 +0.141 +0.28")
                .contains("Together: 0.99 USD a month\n");
        assertThat(onTarget("cost", ORDERS, "-o", "json", "--offline").out())
                .contains("\"complete\" : false");
        assertThat(onTarget("cost", ORDERS, "-o", "markdown").out())
                .startsWith("## Monthly cost of the release dynamo-tables in namespace koa-dev");
        Path prices = temporary.resolve("prices.yaml");
        Files.writeString(prices, run("cost", "--show-prices").out().replace("0.141", "1"));
        assertThat(
                        onTarget(
                                        "cost",
                                        ORDERS,
                                        "--reads",
                                        "2000000",
                                        "--prices",
                                        prices.toString())
                                .out())
                .containsPattern("million read requests +2 +1 +2.00")
                .doesNotContain("VERIFY");
        Files.writeString(prices, "regions: 7");
        assertThat(onTarget("cost", ORDERS, "--prices", prices.toString()).err())
                .contains("prices.yaml:1:10: regions: should be a map");
        assertThat(run("cost").code()).isEqualTo(1);
    }

    /** What is counted here is what CloudWatch counts on AWS, for which see CountedTrafficTest. */
    @Test
    void requestsThatWereCountedAreTakenForAMonth() {
        String values = "tables: [{name: Busy, hashKey: Id, attributes: [{name: Id, type: S}]}]";
        assertThat(apply(values, "--yes").code()).isZero();
        try (DynamoDbClient dynamoDb = dynamoDb(administrator)) {
            for (int i = 0; i < 5; i++) {
                String id = "o-" + i;
                dynamoDb.putItem(
                        r ->
                                r.tableName("koa-dev-Busy")
                                        .item(Map.of("Id", AttributeValue.fromS(id))));
            }
        }

        Ran counted = onTarget("cost", values, "--observed", "1h");

        assertThat(counted.code()).as(counted.err()).isZero();
        assertThat(counted.out())
                .containsPattern("million read requests +0 +0.141 +0.00")
                .containsPattern("million write requests +(?!0 |unknown)\\S+ +0.705")
                .contains("Requests: counted by this server, since it began to serve, from ");
        assertThat(onTarget("cost", values, "--observed", "1h", "--writes", "0").out())
                .as("counted goes before what is told of every table")
                .doesNotContainPattern("million write requests +0 ");
        assertThat(onTarget("cost", values, "--observed", "2s").err())
                .contains("--observed is from 1h to 455d");
        assertThat(onTarget("cost", values, "--observed", "1h", "--offline").err())
                .contains("give one of them");
    }

    /** Whoever writes -o FILE means the plan, and whoever applies a values file means -f. */
    @Test
    void aPlanIsKeptAndAppliedByTheNameOfAFile() throws IOException {
        String kept = temporary.resolve("kept.json").toString();
        String values = "tables: [{name: Kept, hashKey: Id, attributes: [{name: Id, type: S}]}]";
        Ran plan = plan(values, "-o", kept);
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("Tables: 1 to create");

        List<String> apply =
                List.of("apply", kept, "--yes", "--endpoint-url", endpoint().toString());
        Ran applied = run(apply.toArray(String[]::new));

        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(plan(values, "--exit-code").code()).isZero();
        assertThat(plan(values, "-o", "jsn").err())
                .isEqualTo(
                        "tablewright: \"jsn\" is no output format: write text or json or"
                                + " markdown\n");
        String file = file(values).toString();
        assertThat(run("apply", file, "--endpoint-url", endpoint().toString()).err())
                .isEqualTo(
                        "tablewright: "
                                + file
                                + " cannot be applied: it is no saved plan: write one with \"plan"
                                + " --out FILE\"; a values file is given with -f\n");
    }

    @Test
    void planSaysWhoLosesWhatAndChangesNothing() {
        up(ORDERS);
        String values = ORDERS.replace("    serviceAccountWriteRoles: [access-koa-dev]\n", "");

        Ran plan = plan(values, "--exit-code");

        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.out())
                .isEqualTo(
                        """
                          ~ policy idp-dynamodb-koa-dev-dynamo-tables-access-koa-dev: write a new version

                        Access
                          role access-koa-dev
                            - loses write on
                                table idp-koa-dev-Orders (eu-west-1) and its indexes
                              (BatchWriteItem, DeleteItem, PartiQLDelete, PartiQLInsert, PartiQLUpdate, PutItem, UpdateItem)

                        Tables: 0 to create, 0 to change, 0 to delete. Steps on policies: 1.
                        """);
        assertThat(plan(values, "-o", "json").out())
                .contains("\"hasChanges\" : true")
                .contains("\"direction\" : \"loses\"")
                .contains("\"action\" : \"replacePolicy\"")
                .contains("\"target\" : \"" + endpoint() + "\"");
        assertThat(plan(ORDERS, "--exit-code").code()).as("nothing was changed").isZero();
    }

    @Test
    void applyNeverMakesARoleAndTouchesNothingWhenOneIsMissing() {
        Ran ran = apply(ORDERS, "--yes");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "! role access-koa-dev: no role based policy allows the assignment: there"
                                + " is no such role. AWS says: \"The role with name access-koa-dev"
                                + " cannot be found.\" Check the spelling")
                .contains("1 refusal: nothing of this plan will be done.");
        try (var client = dynamoDb(administrator)) {
            assertThat(client.listTables().tableNames()).isEmpty();
        }
    }

    /**
     * The platform's controller may attach policies only to roles with the platform's mark: then
     * AWS denies, in its own words, and the command adds what they mean.
     */
    @Test
    void aRoleWithoutThePlatformsMarkStopsApplyWithAwssOwnDenial() {
        up(ORDERS);
        apply("tables: []", "--yes");
        try (var iam = iam()) {
            iam.untagRole(r -> r.roleName("access-koa-dev").tagKeys("managed-by"));
            signAs(new Session(directory, directory.required()).user(Controller.USER, "eu-west-1"));

            assertThat(apply(ORDERS, "--yes").out())
                    .contains(
                            "! role access-koa-dev: no role based policy allows the assignment: the"
                                    + " role exists, but was not made by the platform's charts (it"
                                    + " has no tag managed-by, theirs have idp-advanced).");

            Ran ran =
                    apply(
                            ORDERS.replace(
                                    "tables:", "policy: {platformRolesOnly: false}\ntables:"),
                            "--yes");

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains(
                            "User: arn:aws:iam::123456789012:user/tablewright-controller is not"
                                    + " authorized to perform: iam:AttachRolePolicy on resource:"
                                    + " role access-koa-dev because no identity-based policy allows"
                                    + " the iam:AttachRolePolicy action")
                    .contains("no role based policy allows the assignment")
                    .contains("Plan again to see what is left");
            iam.tagRole(
                    r ->
                            r.roleName("access-koa-dev")
                                    .tags(
                                            Tag.builder()
                                                    .key("managed-by")
                                                    .value("idp-advanced")
                                                    .build()));
        }
    }

    private static final String APPLICATIONS =
            """
            cluster: {oidcIssuer: https://oidc.example, createOidcProvider: true}
            applications: [{name: access}]
            """;

    /** The whole chain: the platform makes the role, the tables' controller attaches to it. */
    @Test
    void applicationsGetTheirRolesBeforeTheTablesAndLoseThemAfter() throws Exception {
        Path applications = Files.writeString(directory.root().resolve("apps.yaml"), APPLICATIONS);
        Path without =
                Files.writeString(
                        directory.root().resolve("none.yaml"),
                        APPLICATIONS.replace("[{name: access}]", "[]"));
        String a = applications.toString();

        Ran applied = apply(ORDERS, "--yes", "-a", a);
        assertThat(applied.out() + applied.err())
                .contains("+ oidc-provider oidc.example: create, for tokens for sts.amazonaws.com")
                .contains("+ role access-koa-dev: create, for service account koa-dev/access");
        assertThat(applied.code()).isZero();
        assertThat(apply(ORDERS, "--yes", "-a", a).out())
                .isEqualTo("No changes: everything is as the values say.\n");

        // The trust policy lets in service accounts only, and env --role works nevertheless.
        Keys keys =
                new Session(directory, directory.required())
                        .role("access-koa-dev", java.time.Duration.ofHours(1), "eu-west-1");
        assertThat(keys.sessionToken()).isNotNull();

        try (var iam = iam()) {
            iam.updateRole(r -> r.roleName("access-koa-dev").maxSessionDuration(7200));
            assertThat(plan(ORDERS, "-a", a).out())
                    .contains("~ role access-koa-dev: maxSessionDuration 7200 -> 3600");
            assertThat(apply(ORDERS, "--yes", "-a", a).code()).isZero();
            assertThat(iam.getRole(r -> r.roleName("access-koa-dev")).role().maxSessionDuration())
                    .isEqualTo(3600);

            assertThat(apply(ORDERS, "--yes", "-a", without.toString()).out())
                    .contains(
                            "! role access-koa-dev: has left the file and would be deleted, but"
                                + " policies of others are on it: arn:aws:iam::123456789012:policy"
                                + "/idp-dynamodb-koa-dev-dynamo-tables-access-koa-dev");
            assertThat(apply("tables: []", "--yes", "-a", without.toString()).code()).isZero();
            assertThat(iam.listRoles().roles())
                    .noneMatch(role -> role.roleName().equals("access-koa-dev"));
            iam.listOpenIDConnectProviders()
                    .openIDConnectProviderList()
                    .forEach(
                            provider ->
                                    iam.deleteOpenIDConnectProvider(
                                            r -> r.openIDConnectProviderArn(provider.arn())));
        }
    }

    @Test
    void observeChangesNothing() {
        up(ORDERS);
        String observing =
                ORDERS.replace("deletionPolicy: Delete", "managementPolicies: Observe")
                        + "    deletionProtectionEnabled: true\n";

        Ran plan = plan(observing, "--exit-code");
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("deletionProtectionEnabled is off, should be on")
                .contains("No changes: managementPolicies is Observe, so the differences stay.");
        assertThat(apply(observing, "--yes").code()).isZero();
        assertThat(plan(ORDERS, "--exit-code").code()).isZero();
    }

    @Test
    void aTableThatLeftTheValuesIsDeletedOnlyAfterAYes() {
        up(ORDERS);

        Ran asked = apply("tables: []");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.out())
                .contains("- table idp-koa-dev-Orders (eu-west-1): delete, with all items");
        assertThat(asked.err())
                .isEqualTo("tablewright: there is no terminal to ask on; say --yes to apply\n");
        Ran upAgain = up("tables: []");
        assertThat(upAgain.code()).isZero();
        assertThat(upAgain.err()).contains("Kept. \"up --yes\", or \"apply\", deletes.");
        assertThat(tables()).containsExactly("idp-koa-dev-Orders");

        assertThat(apply("tables: []", "--yes").code()).isZero();
        assertThat(tables()).isEmpty();
    }

    @Test
    void orphanLeavesTheTable() {
        up(ORDERS);

        Ran ran = apply("deletionPolicy: Orphan\ntables: []", "--yes");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("has left the values and stays (deletionPolicy Orphan)");
        assertThat(tables()).containsExactly("idp-koa-dev-Orders");
    }

    @Test
    void aTableOfAnotherReleaseIsRefused() {
        up(ORDERS);
        Path file = file(ORDERS);

        Ran ran =
                run(
                        "plan",
                        "-f",
                        file.toString(),
                        "-n",
                        "koa-dev",
                        "--release",
                        "other",
                        "--endpoint-url",
                        endpoint().toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "belongs to release dynamo-tables in namespace koa-dev as its table Orders;"
                                + " rename one of the two");
    }

    @Test
    void aWrongFileGetsEveryMistakeAndStartsNothing() {
        Path fresh = temporary.resolve("fresh");
        Path file =
                file(
                        """
                        tables:
                          - name: Bad
                            hashKey: id
                            attributes: [{name: id, type: N}]
                            hashkey: x
                        """);

        Ran ran = run("up", "-f", file.toString(), "-n", "koa-dev", "--data-dir", fresh.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        file
                                + ":4:35: tables[0].attributes[0].type: a bare N is the boolean"
                                + " false to Helm; quote it: 'N'\n"
                                + file
                                + ":5:5: tables[0].hashkey: is not a field; did you mean"
                                + " \"hashKey\"?\n"
                                + "tablewright: 2 mistakes in the values; nothing was touched\n");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void valuesAreSetOverTheFilesAsHelmDoes() throws Exception {
        Path base = file("tables: []\ntags: {team: koa}\n");
        List<String> plan =
                List.of(
                        "plan",
                        "-f",
                        base.toString(),
                        "-n",
                        "koa-dev",
                        "--endpoint-url",
                        "http://127.0.0.1:9");
        Ran shown =
                run(
                        with(
                                plan,
                                "--show-values",
                                "--set",
                                "tags.stage=1",
                                "--set-string",
                                "tags.stage=2"));
        assertThat(shown.out()).isEqualTo("tables: []\ntags:\n  team: koa\n  stage: '2'\n\n");
        assertThat(run(with(plan, "--set", "tags.stage=1")).err())
                .contains("--set 'tags.stage=1':1:12: tags.stage: a bare 1 is a number to Helm");
        assertThat(run(with(plan, "--set-json", "tags={\"a\":")).err())
                .contains("is not JSON: Unexpected end-of-input")
                .doesNotContain("Source");
        assertThat(run(with(plan, "--set", "policy.platformRolesOnly=yes")).err())
                .contains("policy.platformRolesOnly: is the text \"yes\"; write true or false");
    }

    /** As with {@code helm template | tablewright plan -f -}. */
    @Test
    void valuesComeByStandardInputToo() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(ORDERS.getBytes(StandardCharsets.UTF_8)));
        try {
            Ran shown =
                    run(
                            "plan",
                            "-f",
                            "-",
                            "-n",
                            "piped",
                            "--show-values",
                            "--set",
                            "tags.team=koa",
                            "--set",
                            "tables[0].serviceAccountReadRoles={}",
                            "--set",
                            "tables[0].serviceAccountWriteRoles={}",
                            "--endpoint-url",
                            endpoint().toString());
            assertThat(shown.code()).as(shown.err() + shown.out()).isZero();
            assertThat(shown.out())
                    .contains("  team: koa\n")
                    .contains("table idp-piped-Orders (eu-west-1): create");
        } finally {
            System.setIn(before);
        }
    }

    /** Nobody reads a line of a thousand characters. */
    @Test
    void aTableOfManySettingsIsPlannedOnManyLines() {
        Ran plan =
                plan(
                        """
                        tables:
                          - name: Wide
                            hashKey: Id
                            attributes: [{name: Id, type: S}]
                            deletionProtectionEnabled: true
                            streamEnabled: true
                            streamViewType: NEW_AND_OLD_IMAGES
                            ttl: {enabled: true, attributeName: ExpiresAt}
                            tableClass: STANDARD
                            contributorInsights: {enabled: true}
                            backup: {enabled: true, deleteAfterDays: 35}
                        """);

        assertThat(plan.out())
                .contains("  + table koa-dev-Wide (eu-west-1): create: Id (S), PAY_PER_REQUEST\n")
                .contains("\n        point-in-time recovery 35 days\n")
                .contains("\n        stream NEW_AND_OLD_IMAGES\n");
        assertThat(plan.out())
                .as("what it would have anyway is no news")
                .doesNotContain("table class");
        assertThat(plan.out().lines()).allMatch(line -> line.length() < 160);
    }

    @Test
    void aPlanWithSetsIsSavedAndAppliedLikeAnyOther() {
        Path saved = temporary.resolve("saved.json");
        assertThat(up(ORDERS).code()).isZero();
        Ran planned = plan(ORDERS, "--set", "tags.team=koa", "-o", saved.toString());
        assertThat(planned.code()).as(planned.err()).isZero();

        assertThat(plan(ORDERS, "-o", temporary.resolve("no/saved.json").toString()).err())
                .contains("there is no directory " + temporary.resolve("no"));

        Ran applied =
                run("apply", saved.toString(), "--yes", "--endpoint-url", endpoint().toString());

        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(plan(ORDERS, "--set", "tags.team=koa").out())
                .isEqualTo("No changes: everything is as the values say.\n");
    }

    /** "why", "status" and "access" read the values again; what was set has to be in them. */
    @Test
    void upRemembersWhatWasSet() throws Exception {
        Ran up =
                run(
                        "up",
                        "-f",
                        file(ORDERS).toString(),
                        "-n",
                        "koa-dev",
                        "--set",
                        "tags.team=koa",
                        "--data-dir",
                        dataDirectory());
        assertThat(up.code()).as(up.err()).isZero();
        assertThat(Path.of(dataDirectory()).resolve("koa-dev.dynamo-tables.values.yaml"))
                .content()
                .contains("  team: koa\n");
        assertThat(run("status", "--data-dir", dataDirectory(), "-o", "json").out())
                .contains("\"idp-koa-dev-Orders\"")
                .doesNotContain("difference");
    }

    private static String[] with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void whatCannotWorkIsOneSentence() throws Exception {
        assertThat(run("up", "-f", "nowhere.yaml", "-n", "koa-dev").err())
                .isEqualTo("tablewright: there is no file nowhere.yaml\n");
        Path file = file("tables: []");
        assertThat(run("plan", "-f", file.toString(), "-n", "Koa").err())
                .startsWith("tablewright: \"Koa\" is no namespace: ");
        assertThat(
                        run(
                                        "plan",
                                        "-f",
                                        file.toString(),
                                        "-n",
                                        "koa",
                                        "--endpoint-url",
                                        "http://127.0.0.1:9")
                                .err())
                .startsWith("tablewright: cannot use http://127.0.0.1:9: ");
        assertThat(run("plan", "-f", file.toString(), "-n", "koa", "--endpoint-url", "local").err())
                .startsWith(
                        "tablewright: Invalid value for option '--endpoint-url': \"local\" is no"
                                + " URL")
                .doesNotContain("\tat ");
        System.setProperty("aws.endpointUrl", "nonsense");
        try {
            assertThat(run("plan", "-f", file.toString(), "-n", "koa").err())
                    .startsWith("tablewright: AWS's usual configuration (AWS_ENDPOINT_URL, the")
                    .doesNotContain("\tat ");
        } finally {
            System.clearProperty("aws.endpointUrl");
        }
        assertThat(run("access", "-f", file.toString(), "-n", "koa").out())
                .startsWith("Nobody has access to such a table.\n");
        assertThat(run("cost", "--reads", "many").err())
                .startsWith(
                        "tablewright: Invalid value for option '--reads': \"many\" is no number");
        assertThat(run("plna").err())
                .startsWith("tablewright: tablewright has no verb plna; did you mean plan?\n")
                .endsWith("Try: tablewright --help\n");
        assertThat(run("plan", "-n", "koa", "--valeus", "x").err())
                .startsWith(
                        "tablewright: tablewright plan has no option --valeus; did you mean --val");
        assertThat(run("plan", "-f", file.toString(), "-n", "koa", "more").err())
                .startsWith(
                        "tablewright: tablewright plan takes no further argument, so not more\n");
        assertThat(run("apply", "plan.json", "-f", file.toString(), "-n", "koa").err())
                .startsWith("tablewright: a saved plan has its values in it: ");
        assertThat(run("help", "plan").out()).isEqualTo(run("plan", "--help").out());
        Path empty = temporary.resolve("empty");
        assertThat(run("env", "--data-dir", empty.toString()).err())
                .startsWith("tablewright: no server is running on the data directory " + empty);
        assertThat(run("status", "--data-dir", empty.toString()).code()).isEqualTo(1);
        assertThat(run("plan", "--exit-code").code())
                .as("2 would mean that there are changes")
                .isEqualTo(1);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(run("serve", "--in-memory", "--port", port, "--data-dir", empty.toString()))
                    .isEqualTo(
                            new Ran(
                                    1,
                                    "",
                                    "tablewright: port "
                                            + port
                                            + " is taken by another program; stop that one, or"
                                            + " choose another port with --port\n"));
        }
    }

    @Test
    void aDirectoryInUseIsOneSentence() throws Exception {
        Path inUse = temporary.resolve("in-use");
        try (var _ =
                Installation.open(
                        new Installation.Settings(
                                inUse, Durability.OS, "127.0.0.1", 0, "123456789012", null))) {
            Ran ran = run("serve", "--port", "0", "--data-dir", inUse.toString());

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).startsWith("tablewright: data directory " + inUse);
        }
    }

    @Test
    void warmingUpGoesThroughWithoutAWord() {
        assertThat(run("warm-up")).isEqualTo(new Ran(0, "", ""));
    }

    @Test
    void statusNamesTheServer() {
        Ran ran = run("status", "--data-dir", dataDirectory());

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("ready").contains(endpoint().toString());
    }

    private Ran up(String values) {
        return run(
                "up",
                "-f",
                file(values).toString(),
                "-n",
                "koa-dev",
                "--data-dir",
                dataDirectory());
    }

    private Ran plan(String values, String... options) {
        return onTarget("plan", values, options);
    }

    private Ran apply(String values, String... options) {
        return onTarget("apply", values, options);
    }

    private Ran onTarget(String verb, String values, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                verb,
                                "-f",
                                file(values).toString(),
                                "--namespace",
                                "koa-dev",
                                "--endpoint-url",
                                endpoint().toString()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    /** Runs a verb on the data directory. */
    private Ran here(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", dataDirectory()));
        return run(all.toArray(String[]::new));
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

    private Path file(String values) {
        try {
            return Files.writeString(temporary.resolve("values.yaml"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String dataDirectory() {
        return directory.root().toString();
    }

    /** As if the server had been started on this directory. */
    private static void note(DataDirectory directory) {
        directory.note(
                new DataDirectory.Running(
                        ProcessHandle.current().pid(), endpoint(), "123456789012", true));
    }

    private static URI endpoint() {
        return server.server().endpoint();
    }

    /** AWS's usual chain looks here first. */
    private static void signAs(Keys keys) {
        System.setProperty("aws.accessKeyId", keys.accessKeyId());
        System.setProperty("aws.secretAccessKey", keys.secretAccessKey());
    }

    private Keys sessionOf(String role) {
        return new Session(directory, directory.required())
                .role(role, Duration.ofHours(1), "eu-west-1");
    }

    private List<String> tables() {
        try (var client = dynamoDb(administrator)) {
            return client.listTables().tableNames();
        }
    }

    private static DynamoDbClient dynamoDb(Keys keys) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private IamClient iam() {
        return IamClient.builder()
                .endpointOverride(endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(administrator.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
