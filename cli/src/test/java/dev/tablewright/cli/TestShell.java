package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.Durability;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.iam.IamClient;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Our server in this process, a client of it, and the command line signing as its root user. */
final class TestShell implements AutoCloseable {
    final Installation server;
    final DynamoDbClient dynamoDb;
    private final Keys root;
    private final AtomicLong ahead = new AtomicLong();

    /** What a command printed, and how it ended. */
    record Ran(int code, String out, String err) {}

    TestShell() throws IOException {
        this(Installation.Settings.IN_MEMORY);
    }

    /** A server that keeps its data in a directory. */
    TestShell(Path directory) throws IOException {
        this(
                new Installation.Settings(
                        directory, Durability.OS, "127.0.0.1", 0, "123456789012", null));
    }

    private TestShell(Installation.Settings settings) throws IOException {
        server = Installation.open(settings, clock());
        root =
                Keys.longTerm(
                        server.rootKey().orElseThrow().accessKeyId(),
                        server.rootKey().orElseThrow().secretAccessKey());
        dynamoDb =
                DynamoDbClient.builder()
                        .endpointOverride(endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(root.forSdk()))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
        signAs(root);
    }

    /** The server's clock: the real one, and ahead of it by what tests let pass. */
    InstantSource clock() {
        return () -> Instant.now().plusSeconds(ahead.get());
    }

    /**
     * Returns a whole second that is after everything before and before everything after: recovery
     * knows whole seconds.
     */
    Instant secondBetween() {
        Instant between = clock().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        ahead.addAndGet(2);
        return between;
    }

    URI endpoint() {
        return server.server().endpoint();
    }

    void signAs(Keys keys) {
        System.setProperty("aws.accessKeyId", keys.accessKeyId());
        System.setProperty("aws.secretAccessKey", keys.secretAccessKey());
    }

    void signAsRoot() {
        signAs(root);
    }

    IamClient iam() {
        return IamClient.builder()
                .endpointOverride(endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(root.forSdk()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Runs a command against the server. */
    Ran run(String... arguments) {
        return runAt(() -> false, arguments);
    }

    /**
     * Runs a command against the server.
     *
     * @param terminal whether somebody can be asked
     */
    Ran runAt(BooleanSupplier terminal, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint-url", endpoint().toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), terminal, false);
        int code = Main.run(console, all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** Makes a table with the key {@code Id}, an index by {@code Group}, and recovery. */
    void table(String name) {
        GlobalSecondaryIndex index =
                GlobalSecondaryIndex.builder()
                        .indexName("ByGroup")
                        .keySchema(key("Group"))
                        .projection(p -> p.projectionType("ALL"))
                        .build();
        dynamoDb.createTable(
                r ->
                        r.tableName(name)
                                .keySchema(key("Id"))
                                .attributeDefinitions(attribute("Id"), attribute("Group"))
                                .globalSecondaryIndexes(index)
                                .billingMode("PAY_PER_REQUEST"));
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(name));
        dynamoDb.updateContinuousBackups(
                r ->
                        r.tableName(name)
                                .pointInTimeRecoverySpecification(
                                        p -> p.pointInTimeRecoveryEnabled(true)));
    }

    /** Makes a table with the key {@code Id} and nothing else. */
    void plainTable(String name) {
        dynamoDb.createTable(
                r ->
                        r.tableName(name)
                                .keySchema(key("Id"))
                                .attributeDefinitions(attribute("Id"))
                                .billingMode("PAY_PER_REQUEST"));
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(name));
    }

    private static KeySchemaElement key(String name) {
        return KeySchemaElement.builder().attributeName(name).keyType("HASH").build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder().attributeName(name).attributeType("S").build();
    }

    static String arn(String table) {
        return "arn:aws:dynamodb:eu-west-1:123456789012:table/" + table;
    }

    /** Returns the tags of a table. */
    Map<String, String> tags(String table) {
        return dynamoDb.listTagsOfResource(r -> r.resourceArn(arn(table))).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    void tag(String table, String key, String value) {
        Tag tag = Tag.builder().key(key).value(value).build();
        dynamoDb.tagResource(r -> r.resourceArn(arn(table)).tags(tag));
    }

    static Map<String, AttributeValue> item(String id, String... attributes) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("Id", AttributeValue.fromS(id));
        for (int i = 0; i < attributes.length; i += 2) {
            item.put(attributes[i], AttributeValue.fromS(attributes[i + 1]));
        }
        return item;
    }

    void put(String table, Map<String, AttributeValue> item) {
        dynamoDb.putItem(r -> r.tableName(table).item(item));
    }

    /** Puts items 0 to {@code count - 1}. */
    void fill(String table, int count) {
        for (int from = 0; from < count; from += 25) {
            List<WriteRequest> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 25); i++) {
                Map<String, AttributeValue> item = item("i" + i, "Group", "g" + i % 7);
                batch.add(
                        WriteRequest.builder()
                                .putRequest(PutRequest.builder().item(item).build())
                                .build());
            }
            dynamoDb.batchWriteItem(r -> r.requestItems(Map.of(table, batch)));
        }
    }

    long count(String table) {
        return dynamoDb
                .scanPaginator(r -> r.tableName(table).select("COUNT").consistentRead(true))
                .stream()
                .mapToLong(page -> page.count())
                .sum();
    }

    @Override
    public void close() {
        dynamoDb.close();
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
