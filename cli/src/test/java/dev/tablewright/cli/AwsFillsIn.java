package dev.tablewright.cli;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers as AWS may: with every member filled in that nobody asked for, lists in an order of its
 * own, and what others have hung on a table. Our server and AWS's differ in what they leave out; a
 * plan may not.
 */
final class AwsFillsIn implements TestTarget.Calls {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> FILLED =
            Set.of("DescribeTable", "ListTagsOfResource", "GetResourcePolicy");

    /** Of the examples; other keys are AWS's choice. */
    private static final String OWN_KEY =
            "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";

    @Override
    public HttpExecuteResponse on(String operation, ExecutableHttpRequest call) throws IOException {
        HttpExecuteResponse answer = call.call();
        if (!FILLED.contains(operation) || !answer.httpResponse().isSuccessful()) {
            return answer;
        }
        try (var body = answer.responseBody().orElseThrow()) {
            ObjectNode json =
                    (ObjectNode)
                            JSON.readTree(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            switch (operation) {
                case "DescribeTable" -> table((ObjectNode) json.get("Table"));
                case "GetResourcePolicy" -> policy(json);
                default -> {
                    tag(json.withArray("Tags"), "cost-center", "4711");
                    tag(json.withArray("Tags"), "aws:cloudformation:stack-name", "platform");
                }
            }
            return TestTarget.answer(200, json.toString());
        }
    }

    /** Says the same with other members first, and in more lines. */
    private static void policy(ObjectNode answer) {
        ObjectNode written = (ObjectNode) JSON.readTree(answer.get("Policy").asString());
        List<String> names = new ArrayList<>(written.propertyNames());
        ObjectNode rewritten = JSON.createObjectNode();
        names.reversed().forEach(name -> rewritten.set(name, written.get(name)));
        answer.put("Policy", rewritten.toPrettyString());
    }

    private static void tag(ArrayNode tags, String key, String value) {
        tags.insertObject(0).put("Key", key).put("Value", value);
    }

    private static void table(ObjectNode table) {
        if (!table.has("AttributeDefinitions")) {
            return;
        }
        reverse(table, "AttributeDefinitions");
        throughput(table);
        limits(table);
        warm(table);
        absent(table, "TableClassSummary").put("TableClass", "STANDARD");
        if (!table.has("DeletionProtectionEnabled")) {
            table.put("DeletionProtectionEnabled", false);
        }
        if (!table.has("StreamSpecification")) {
            table.putObject("StreamSpecification").put("StreamEnabled", false);
        }
        if (table.has("SSEDescription")) {
            ObjectNode encryption = table.withObject("SSEDescription").put("SSEType", "KMS");
            if (!OWN_KEY.equals(encryption.path("KMSMasterKeyArn").asString(""))) {
                encryption.put(
                        "KMSMasterKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/aws-managed");
            }
        } else {
            table.putObject("SSEDescription").put("Status", "DISABLED");
        }
        if (!table.has("LatestStreamArn")) {
            // Of a stream that somebody had once.
            table.put(
                    "LatestStreamArn",
                    table.get("TableArn").asString() + "/stream/2024-01-01T00:00:00.000");
            table.put("LatestStreamLabel", "2024-01-01T00:00:00.000");
        }
        table.put("GlobalTableVersion", "2019.11.21");
        replica(table);
        for (String indexes : new String[] {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
            if (table.has(indexes)) {
                reverse(table, indexes);
                for (JsonNode index : table.get(indexes)) {
                    index(indexes, (ObjectNode) index);
                }
            }
        }
    }

    /** That another team, or another tool, has made. */
    private static void replica(ObjectNode table) {
        ArrayNode replicas = table.withArray("Replicas");
        if (replicas.isEmpty()) {
            replicas.addObject().put("RegionName", "us-east-2").put("ReplicaStatus", "ACTIVE");
        }
    }

    private static void index(String kind, ObjectNode index) {
        ObjectNode projection = (ObjectNode) index.get("Projection");
        if (projection.has("NonKeyAttributes")) {
            reverse(projection, "NonKeyAttributes");
        }
        if (kind.startsWith("Global")) {
            throughput(index);
            limits(index);
            warm(index);
        }
    }

    private static void throughput(ObjectNode of) {
        ObjectNode throughput = of.withObject("ProvisionedThroughput");
        if (!throughput.has("NumberOfDecreasesToday")) {
            throughput.put("NumberOfDecreasesToday", 0);
        }
        if (!throughput.has("ReadCapacityUnits")) {
            throughput.put("ReadCapacityUnits", 0).put("WriteCapacityUnits", 0);
        }
    }

    private static void limits(ObjectNode of) {
        if (!of.has("OnDemandThroughput")) {
            of.putObject("OnDemandThroughput")
                    .put("MaxReadRequestUnits", -1)
                    .put("MaxWriteRequestUnits", -1);
        }
    }

    /** AWS raises what a table can take at once as it learns of its traffic. */
    private static void warm(ObjectNode of) {
        ObjectNode warm = of.withObject("WarmThroughput");
        warm.put("ReadUnitsPerSecond", warm.path("ReadUnitsPerSecond").asLong(12_000) + 345);
        warm.put("WriteUnitsPerSecond", warm.path("WriteUnitsPerSecond").asLong(4_000) + 67);
        warm.put("Status", "ACTIVE");
    }

    private static ObjectNode absent(ObjectNode of, String member) {
        return of.has(member) ? JSON.createObjectNode() : of.putObject(member);
    }

    private static void reverse(ObjectNode of, String list) {
        ArrayNode reversed = JSON.createArrayNode();
        of.get(list).forEach(element -> reversed.insert(0, element));
        of.set(list, reversed);
    }
}
