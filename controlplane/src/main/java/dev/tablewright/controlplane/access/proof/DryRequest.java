package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.Resource;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.policy.catalog.ServiceAction;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that needs one permission and changes nothing, even where it is allowed: it reads, or
 * it fails after the permission was checked.
 *
 * @param target of the JSON protocol, for instance {@code DynamoDB_20120810.GetItem}
 * @param body JSON
 * @param passes errors that come only after the permission was checked, besides success
 */
public record DryRequest(String target, String body, Set<String> passes) {
    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";
    private static final String NOBODY = "tablewright-prove";

    /** Cannot hold of any item, and of none. */
    private static final String IMPOSSIBLE = "attribute_exists(#k) AND attribute_not_exists(#k)";

    /** Copies the set. */
    public DryRequest {
        passes = Set.copyOf(passes);
    }

    /**
     * Returns the request that tries an action on a resource; null where every request would change
     * something, or there is nothing to ask about.
     */
    static @Nullable DryRequest of(ServiceAction action, Resource on) {
        TableFacts table = on.table();
        if (table == null || on.sample() || !action.service().equals("dynamodb")) {
            return null;
        }
        return switch (on.kind()) {
            case TABLE -> onTable(action.name(), table);
            case INDEX -> onIndex(action.name(), table, on);
            case STREAM -> onStream(action.name(), on);
            case BACKUP ->
                    action.name().equals("DescribeBackup")
                            ? reading("DescribeBackup", Map.of("BackupArn", on.arn()))
                            : null;
            case EXPORT, IMPORT, EVERYTHING, OTHER -> null;
        };
    }

    private static @Nullable DryRequest onTable(String action, TableFacts table) {
        String name = table.name();
        KeySchema schema = table.definition().key();
        Map<String, Object> key = values(schema, table);
        return switch (action) {
            case "GetItem" -> reading("GetItem", Map.of("TableName", name, "Key", key));
            case "BatchGetItem" ->
                    reading(
                            "BatchGetItem",
                            Map.of("RequestItems", Map.of(name, Map.of("Keys", List.of(key)))));
            case "Query" -> reading("Query", query(table, schema, null));
            case "Scan" -> reading("Scan", Map.of("TableName", name, "Limit", 1));
            case "ConditionCheckItem" ->
                    failing(
                            "TransactWriteItems",
                            Map.of(
                                    "TransactItems",
                                    List.of(
                                            Map.of(
                                                    "ConditionCheck",
                                                    conditional(table, Map.of("Key", key))))),
                            "TransactionCanceledException");
            case "PutItem" ->
                    failing(
                            "PutItem",
                            conditional(table, Map.of("Item", key)),
                            "ConditionalCheckFailedException");
            case "UpdateItem", "DeleteItem" ->
                    failing(
                            action,
                            conditional(table, Map.of("Key", key)),
                            "ConditionalCheckFailedException");
            case "PartiQLSelect" -> statement("SELECT * FROM \"%s\" WHERE %s", table, key);
            case "DescribeTable",
                    "DescribeContinuousBackups",
                    "DescribeTimeToLive",
                    "DescribeContributorInsights",
                    "DescribeKinesisStreamingDestination",
                    "DescribeTableReplicaAutoScaling" ->
                    reading(action, Map.of("TableName", name));
            case "ListTagsOfResource" -> reading(action, Map.of("ResourceArn", table.arn()));
            case "GetResourcePolicy" ->
                    failing(action, Map.of("ResourceArn", table.arn()), "PolicyNotFoundException");
            case "BatchWriteItem" ->
                    // No item has a key of that form.
                    failing(
                            action,
                            Map.of("RequestItems", Map.of(name, List.of(deletionOfNothing()))),
                            "ValidationException");
            case "DeleteResourcePolicy" ->
                    // Of a revision that there never was.
                    failing(
                            action,
                            Map.of("ResourceArn", table.arn(), "ExpectedRevisionId", "0"),
                            "PolicyNotFoundException");
            case "TagResource" ->
                    // No tag at all.
                    failing(
                            action,
                            Map.of("ResourceArn", table.arn(), "Tags", List.of()),
                            "ValidationException");
            case "UpdateTimeToLive" ->
                    // Turns off what is not on for this attribute.
                    failing(
                            action,
                            Map.of(
                                    "TableName",
                                    name,
                                    "TimeToLiveSpecification",
                                    Map.of("AttributeName", NOBODY, "Enabled", false)),
                            "ValidationException");
            case "UntagResource" ->
                    // A tag that is not there.
                    reading(action, Map.of("ResourceArn", table.arn(), "TagKeys", List.of(NOBODY)));
            case "UpdateTable" -> deletionOfMissingIndex(name);
            case "DeleteTable" ->
                    // Whoever may delete a protected table is told that it is protected.
                    table.deletionProtected()
                            ? failing(action, Map.of("TableName", name), "ValidationException")
                            : null;
            default -> null;
        };
    }

    private static Map<String, Object> deletionOfNothing() {
        return Map.of("DeleteRequest", Map.of("Key", Map.of(NOBODY, Map.of("S", NOBODY))));
    }

    private static DryRequest deletionOfMissingIndex(String table) {
        return failing(
                "UpdateTable",
                Map.of(
                        "TableName",
                        table,
                        "GlobalSecondaryIndexUpdates",
                        List.of(Map.of("Delete", Map.of("IndexName", NOBODY)))),
                "ResourceNotFoundException",
                "ResourceInUseException");
    }

    private static @Nullable DryRequest onIndex(String action, TableFacts table, Resource on) {
        String name = on.arn().substring(on.arn().lastIndexOf('/') + 1);
        IndexDefinition index = table.definition().index(name).orElse(null);
        if (index == null) {
            return null;
        }
        return switch (action) {
            case "Query" -> reading("Query", query(table, index.key(), name));
            case "Scan" ->
                    reading(
                            "Scan",
                            Map.of("TableName", table.name(), "IndexName", name, "Limit", 1));
            case "DescribeContributorInsights" ->
                    reading(action, Map.of("TableName", table.name(), "IndexName", name));
            default -> null;
        };
    }

    private static @Nullable DryRequest onStream(String action, Resource on) {
        return switch (action) {
            case "DescribeStream" ->
                    new DryRequest(STREAMS + action, json(Map.of("StreamArn", on.arn())), Set.of());
            case "GetShardIterator" ->
                    new DryRequest(
                            STREAMS + action,
                            json(
                                    Map.of(
                                            "StreamArn",
                                            on.arn(),
                                            "ShardId",
                                            "shardId-00000000000000000000-00000000",
                                            "ShardIteratorType",
                                            "LATEST")),
                            Set.of("ResourceNotFoundException"));
            default -> null;
        };
    }

    private static DryRequest statement(String form, TableFacts table, Map<String, Object> key) {
        String where =
                String.join(" AND ", key.keySet().stream().map(n -> "\"" + n + "\" = ?").toList());
        return reading(
                "ExecuteStatement",
                Map.of(
                        "Statement",
                        form.formatted(table.name(), where),
                        "Parameters",
                        List.copyOf(key.values())));
    }

    private static Map<String, Object> query(
            TableFacts table, KeySchema key, @Nullable String index) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder condition = new StringBuilder();
        for (String attribute : key.hash()) {
            int place = names.size();
            condition.append(place == 0 ? "" : " AND ").append("#k" + place + " = :v" + place);
            names.put("#k" + place, attribute);
            values.put(":v" + place, value(attribute, table));
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("TableName", table.name());
        if (index != null) {
            query.put("IndexName", index);
        }
        query.put("KeyConditionExpression", condition.toString());
        query.put("ExpressionAttributeNames", names);
        query.put("ExpressionAttributeValues", values);
        query.put("Limit", 1);
        return query;
    }

    private static Map<String, Object> conditional(TableFacts table, Map<String, Object> members) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("TableName", table.name());
        all.put("ConditionExpression", IMPOSSIBLE);
        all.put(
                "ExpressionAttributeNames",
                Map.of("#k", table.definition().key().hash().getFirst()));
        return all;
    }

    private static Map<String, Object> values(KeySchema key, TableFacts table) {
        Map<String, Object> values = new LinkedHashMap<>();
        key.attributes().forEach(attribute -> values.put(attribute, value(attribute, table)));
        return values;
    }

    private static Map<String, String> value(String attribute, TableFacts table) {
        KeyType type = table.definition().attributes().getOrDefault(attribute, KeyType.S);
        return Map.of(
                type.name(),
                switch (type) {
                    case S -> NOBODY;
                    case N -> "0";
                    case B -> "AA==";
                });
    }

    private static DryRequest reading(String operation, Map<String, Object> members) {
        return new DryRequest(DYNAMODB + operation, json(members), Set.of());
    }

    private static DryRequest failing(
            String operation, Map<String, Object> members, String... passes) {
        return new DryRequest(DYNAMODB + operation, json(members), Set.of(passes));
    }

    private static String json(Map<String, Object> members) {
        return JsonMapper.shared().writeValueAsString(members);
    }
}
