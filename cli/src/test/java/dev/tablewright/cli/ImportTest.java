package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Live tables become a values file, and the file is true of them; then they are taken over. */
class ImportTest {
    private final Installation server = Installation.open(Installation.Settings.IN_MEMORY);
    private final Keys root =
            Keys.longTerm(
                    server.rootKey().orElseThrow().accessKeyId(),
                    server.rootKey().orElseThrow().secretAccessKey());
    @TempDir private Path temporary;

    ImportTest() throws IOException {}

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void sign() {
        System.setProperty("aws.accessKeyId", root.accessKeyId());
        System.setProperty("aws.secretAccessKey", root.secretAccessKey());
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /**
     * The law of import: observed, the file finds no difference; controlled, it has nothing to do
     * but to write whose the tables are.
     */
    @RepeatedTest(2)
    void whateverTheTablesAreTheFileIsTrueOfThem() throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            for (int i = 0; i < 8; i++) {
                RandomTables.create(dynamoDb, random, i);
            }
        }
        Path file = temporary.resolve("values.yaml");

        Ran imported = onTarget("import", "--all", "-n", "koa-dev", "-o", file.toString());

        assertThat(imported.code()).as("seed %d: %s", seed, imported.err()).isZero();
        String observing = Files.readString(file);
        Ran plan = plan(observing);
        assertThat(plan.out())
                .as("seed %d: %s%s", seed, plan.err(), observing)
                .isEqualTo("No changes: everything is as the values say.\n");
        String adopting =
                observing
                        .replace("managementPolicies: Observe", "managementPolicies: Control")
                        .replace("    attributes:\n", "    adopt: true\n    attributes:\n");
        Ran control = plan(adopting, "-o", "json");
        assertThat(control.code()).as("seed %d: %s", seed, control.err()).isZero();
        assertThat(actions(control.out()))
                .as("seed %d: %s%s", seed, control.out(), observing)
                .containsOnly("note", "setTags");
        assertThat(
                        control.out()
                                .lines()
                                .filter(line -> line.contains("\"description\" : \"set tag")))
                .as("seed %d", seed)
                .hasSize(8)
                .allSatisfy(
                        line ->
                                assertThat(line.replaceAll("(idp/[a-z-]+|managed-by)=", ""))
                                        .doesNotContain("="));
    }

    /** The names of steps. */
    private static List<String> actions(String json) {
        return json.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("\"action\" : "))
                .map(line -> line.substring(12).replaceAll("[\",]", ""))
                .toList();
    }

    @Test
    void rolesThatCanUseATableAreInItsListsAndWhatTheListsCannotSayIsInComments() {
        try (DynamoDbClient dynamoDb = dynamoDb();
                IamClient iam = iam()) {
            RandomTables.plain(dynamoDb, "koa-dev-Orders");
            String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
            role(
                    iam,
                    "shop",
                    statement("dynamodb:*Item", arn),
                    statement("dynamodb:Query", arn),
                    statement("dynamodb:Scan", arn));
            role(iam, "report", statement("dynamodb:Get*", arn), statement("dynamodb:Query", arn));
            role(
                    iam,
                    "reader",
                    """
                    {"Effect":"Allow","Action":["dynamodb:BatchGetItem","dynamodb:ConditionCheckItem",
                    "dynamodb:DescribeTable","dynamodb:GetItem","dynamodb:PartiQLSelect",
                    "dynamodb:Query","dynamodb:Scan"],
                    "Resource":["%s","%s/index/*"]}\
                    """
                            .formatted(arn, arn));
            role(iam, "admin", statement("dynamodb:*", "*"));
        }

        Ran ran = onTarget("import", "koa-dev-Orders", "--namespace", "koa-dev");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("  - name: Orders # in AWS koa-dev-Orders\n")
                .contains("    serviceAccountReadRoles: [reader, shop]\n")
                .contains("    serviceAccountWriteRoles: [shop]\n")
                .contains("# Role access: report may GetItem, GetResourcePolicy, Query only")
                .contains("by policies for every table, so in no list: admin.")
                .contains("# Role access: shop would gain DescribeTable, PartiQLDelete,");
        assertThat(onTarget("import", "koa-dev-Orders", "--no-roles").out())
                .doesNotContain("serviceAccount")
                .contains("externalName: koa-dev-Orders");
    }

    /** The verb does what adopt: true does, without the changes that would ride along. */
    @Test
    void streamsVectorIndexesAndTheTablesPolicyAreReadBackAsTheyWere() throws IOException {
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
        String values =
                """
                tables:
                  - name: Orders
                    hashKey: Id
                    attributes: [{name: Id, type: 'S'}]
                    streamEnabled: true
                    streamViewType: KEYS_ONLY
                    vectorIndexes:
                      - {name: ByMeaning, vectorAttribute: Embedding, dimensions: 8, \
                distanceFunction: COSINE, projectionType: KEYS_ONLY}
                    resourcePolicy:
                      Version: '2012-10-17'
                      Statement:
                        - {Sid: Partner, Effect: Allow, Principal: {AWS: '123456789012'}, \
                Action: 'dynamodb:GetItem'}
                """;
        Ran applied =
                onTarget(
                        "apply",
                        "--yes",
                        "-n",
                        "koa-dev",
                        "-f",
                        Files.writeString(temporary.resolve("all.yaml"), values).toString());
        assertThat(applied.code()).as(applied.err()).isZero();
        try (IamClient iam = iam()) {
            role(
                    iam,
                    "tail",
                    statement("dynamodb:DescribeStream", arn + "/stream/*"),
                    statement("dynamodb:GetRecords", arn + "/stream/*"),
                    statement("dynamodb:GetShardIterator", arn + "/stream/*"));
            role(iam, "search", statement("dynamodb:SearchVectors", arn + "/index/*"));
            role(iam, "half", statement("dynamodb:GetRecords", arn + "/stream/*"));
            role(iam, "admin", statement("dynamodb:*", "*"));
        }

        Ran ran = onTarget("import", "koa-dev-Orders", "--namespace", "koa-dev");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("    serviceAccountStreamRoles: [tail]\n")
                .contains("    serviceAccountSearchRoles: [search]\n")
                .contains("Version: '2012-10-17'")
                .contains("dynamodb:GetItem")
                .contains("Sid: Partner")
                .doesNotContain("Resource:");
    }

    @Test
    void adoptingWritesOwnershipAndNothingElse() throws IOException {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            RandomTables.plain(dynamoDb, "koa-dev-Orders");
            RandomTables.plain(dynamoDb, "koa-dev-Others");
            RandomTables.plain(dynamoDb, "shop.orders");
        }
        String values = onTarget("import", "--all", "-n", "koa-dev").out();
        assertThat(adopt(values, "Orders", "--yes").out())
                .contains("! table koa-dev-Orders (eu-west-1) is only observed by the values;");
        String control =
                values.replace("managementPolicies: Observe", "managementPolicies: Control")
                        .replace("region: eu-west-1\n", "region: eu-west-1\ntags: {team: koa}\n");

        Ran unsure = adopt(control, "Orders");
        Ran ran = adopt(control, "koa-dev-Orders", "shop.orders", "--yes");

        assertThat(unsure.code()).isEqualTo(1);
        assertThat(unsure.err()).contains("no terminal to ask on; say --yes to take them over");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("~ table koa-dev-Orders (eu-west-1): take it over")
                .contains(
                        "≠ table shop.orders (eu-west-1): tag team is absent, and the values say"
                                + " koa")
                .contains("2 differences stay as long as nobody applies the values.");
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            assertThat(
                            dynamoDb.listTagsOfResource(
                                            r ->
                                                    r.resourceArn(
                                                            "arn:aws:dynamodb:eu-west-1:123456789012:table/shop.orders"))
                                    .tags())
                    .extracting(tag -> tag.key())
                    .contains("idp/release", "managed-by", "idp/table")
                    .doesNotContain("team");
        }
        assertThat(adopt(control, "Orders", "--yes").out()).contains("is this release's already");
        Ran other = onRelease("other", control, "Orders", "Others", "--yes");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out())
                .contains(
                        "! table koa-dev-Orders (eu-west-1) belongs to release dynamo-tables in"
                                + " namespace koa-dev as its table Orders; rename one of the two")
                .contains("Nothing is taken over.")
                .doesNotContain("Others (eu-west-1): take");
        assertThat(
                        adopt(
                                        control.replace("hashKey: Id", "hashKey: Key")
                                                .replace("{name: Id", "{name: Key"),
                                        "Others",
                                        "--yes")
                                .out())
                .contains("! table koa-dev-Others (eu-west-1) its key is")
                .contains("Nothing is taken over.");
        assertThat(adopt(control, "Nothing").err())
                .contains(
                        "the values have no table Nothing; they have Orders, Others, shop.orders");
    }

    private Ran adopt(String values, String... more) throws IOException {
        return onRelease("dynamo-tables", values, more);
    }

    private Ran onRelease(String release, String values, String... more) throws IOException {
        Path file = Files.writeString(temporary.resolve("adopt.yaml"), values);
        List<String> arguments =
                new ArrayList<>(
                        List.of("-f", file.toString(), "-n", "koa-dev", "--release", release));
        arguments.addAll(List.of(more));
        return onTarget("adopt", arguments.toArray(String[]::new));
    }

    @Test
    void mistakesAreSaidInOneSentence() throws IOException {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            RandomTables.plain(dynamoDb, "koa-dev-Orders");
        }

        assertThat(onTarget("import", "Orders").err())
                .contains("no table is called Orders in eu-west-1")
                .contains("; there is koa-dev-Orders");
        assertThat(onTarget("import", "kao-*").err()).contains("which has 1 others");
        assertThat(onTarget("import").err()).contains("name tables or patterns, or say --all");
        assertThat(onTarget("import", "--all", "Orders").err()).contains("or say --all");
        Path file = Files.writeString(temporary.resolve("mine.yaml"), "mine");
        assertThat(onTarget("import", "--all", "-o", file.toString()).err())
                .contains("is there already and stays as it is");
        assertThat(Files.readString(file)).isEqualTo("mine");
    }

    private static String statement(String action, String resource) {
        return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
                .formatted(action, resource);
    }

    private static void role(IamClient iam, String name, String... statements) {
        iam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                        "Principal":{"AWS":"arn:aws:iam::123456789012:root"},
                                        "Action":"sts:AssumeRole"}]}\
                                        """));
        iam.putRolePolicy(
                r ->
                        r.roleName(name)
                                .policyName("own")
                                .policyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                                + String.join(",", statements)
                                                + "]}"));
    }

    private Ran plan(String values, String... more) throws IOException {
        Path file = Files.writeString(temporary.resolve("plan.yaml"), values);
        List<String> arguments = new ArrayList<>(List.of("-f", file.toString(), "-n", "koa-dev"));
        arguments.addAll(List.of(more));
        return onTarget("plan", arguments.toArray(String[]::new));
    }

    private Ran onTarget(String verb, String... options) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--endpoint-url", endpoint().toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), () -> false, false);
        int code = Main.run(console, arguments.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private URI endpoint() {
        return server.server().endpoint();
    }

    private DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(root.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private IamClient iam() {
        return IamClient.builder()
                .endpointOverride(endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(root.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
