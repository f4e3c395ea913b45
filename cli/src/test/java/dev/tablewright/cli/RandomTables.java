package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes tables as other tools and people leave them behind. */
final class RandomTables {
    /** Names that YAML, or Helm's reading of it, takes for something else. */
    private static final List<String> ATTRIBUTES =
            List.of(
                    "Id",
                    "N",
                    "yes",
                    "null",
                    "0x1F",
                    "a b",
                    "it's",
                    "#1",
                    "1e3",
                    "-",
                    "~",
                    "ключ",
                    "{a: b}",
                    "say \"no\"",
                    "key: value",
                    "017",
                    "on",
                    "tab\tbed",
                    "*ref");

    private static final List<String> NAMES =
            List.of("koa-dev-T", "idp-koa-dev-T", "koa-dev-on.", "idp-koa-dev-_");

    private final RandomGenerator random;
    private final Map<String, ScalarAttributeType> attributes = new LinkedHashMap<>();

    private RandomTables(RandomGenerator random) {
        this.random = random;
    }

    static void plain(DynamoDbClient dynamoDb, String name) {
        dynamoDb.createTable(
                r ->
                        r.tableName(name)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(definition("Id", ScalarAttributeType.S))
                                .keySchema(key("Id", KeyType.HASH)));
    }

    static void create(DynamoDbClient dynamoDb, RandomGenerator random, int number) {
        new RandomTables(random).create(dynamoDb, number);
    }

    private void create(DynamoDbClient dynamoDb, int number) {
        String name = NAMES.get(random.nextInt(NAMES.size())) + number;
        boolean provisioned = random.nextBoolean();
        boolean sorted = random.nextInt(3) > 0;
        String hash = attribute();
        String range = sorted ? another(List.of(hash)) : hash;
        CreateTableRequest.Builder table =
                CreateTableRequest.builder()
                        .tableName(name)
                        .keySchema(keys(hash, sorted ? range : null));
        if (sorted && random.nextBoolean()) {
            table.localSecondaryIndexes(
                    LocalSecondaryIndex.builder()
                            .indexName("Local")
                            .keySchema(keys(hash, another(List.of(hash, range))))
                            .projection(projection())
                            .build());
        }
        List<GlobalSecondaryIndex> global = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String indexHash = attribute();
            GlobalSecondaryIndex.Builder index =
                    GlobalSecondaryIndex.builder()
                            .indexName("no." + i)
                            .keySchema(
                                    keys(
                                            indexHash,
                                            random.nextBoolean()
                                                    ? another(List.of(indexHash))
                                                    : null))
                            .projection(projection());
            global.add(provisioned ? index.provisionedThroughput(units()).build() : index.build());
        }
        if (!global.isEmpty()) {
            table.globalSecondaryIndexes(global);
        }
        if (provisioned) {
            table.billingMode(BillingMode.PROVISIONED).provisionedThroughput(units());
        } else {
            table.billingMode(BillingMode.PAY_PER_REQUEST);
        }
        if (random.nextBoolean()) {
            table.streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(any(StreamViewType.knownValues())));
        }
        if (random.nextBoolean()) {
            table.tableClass(TableClass.STANDARD_INFREQUENT_ACCESS);
        }
        if (random.nextBoolean()) {
            table.sseSpecification(s -> s.enabled(true));
        }
        table.deletionProtectionEnabled(random.nextBoolean());
        if (random.nextBoolean()) {
            table.tags(
                    Tag.builder().key("team").value("on").build(),
                    Tag.builder().key("cost centre:7").value("").build(),
                    Tag.builder().key("N").value("0123").build());
        }
        List<AttributeDefinition> definitions = new ArrayList<>();
        attributes.forEach((attribute, type) -> definitions.add(definition(attribute, type)));
        dynamoDb.createTable(table.attributeDefinitions(definitions).build());
        after(dynamoDb, name);
    }

    private void after(DynamoDbClient dynamoDb, String name) {
        if (random.nextBoolean()) {
            dynamoDb.updateContinuousBackups(
                    r ->
                            r.tableName(name)
                                    .pointInTimeRecoverySpecification(
                                            s ->
                                                    s.pointInTimeRecoveryEnabled(true)
                                                            .recoveryPeriodInDays(
                                                                    1 + random.nextInt(35))));
        }
        if (random.nextBoolean()) {
            dynamoDb.updateTimeToLive(
                    r ->
                            r.tableName(name)
                                    .timeToLiveSpecification(
                                            s -> s.enabled(true).attributeName("yes, in seconds")));
        }
    }

    private String attribute() {
        return another(List.of());
    }

    /** Each attribute has one type, wherever it is used. */
    private String another(List<String> than) {
        while (true) {
            String name = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
            if (!than.contains(name)) {
                attributes.computeIfAbsent(
                        name, _ -> ScalarAttributeType.fromValue(any(List.of("S", "N", "B"))));
                return name;
            }
        }
    }

    private Projection projection() {
        ProjectionType type = any(ProjectionType.knownValues());
        return type == ProjectionType.INCLUDE
                ? Projection.builder()
                        .projectionType(type)
                        .nonKeyAttributes("other " + random.nextInt(9), "off")
                        .build()
                : Projection.builder().projectionType(type).build();
    }

    private ProvisionedThroughput units() {
        return ProvisionedThroughput.builder()
                .readCapacityUnits(1 + random.nextLong(20))
                .writeCapacityUnits(1 + random.nextLong(20))
                .build();
    }

    private <T> T any(Collection<T> all) {
        return List.copyOf(all).get(random.nextInt(all.size()));
    }

    private static List<KeySchemaElement> keys(String hash, @Nullable String range) {
        List<KeySchemaElement> keys = new ArrayList<>();
        keys.add(key(hash, KeyType.HASH));
        if (range != null) {
            keys.add(key(range, KeyType.RANGE));
        }
        return keys;
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition definition(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }
}
