package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.conformance.Endpoint.Answer;
import dev.tablewright.conformance.RandomRequests.Request;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Runs the same PartiQL statements on DynamoDB Local and on us, one after the other, and compares
 * what they answer: error type and text, or items. Where we differ on purpose is in
 * docs/compatibility.md.
 */
class StatementOracleTest {
    private static final String MUSIC =
            """
            {"TableName":"Music","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[
              {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
              {"AttributeName":"g","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
             "GlobalSecondaryIndexes":[{"IndexName":"byG","Projection":{"ProjectionType":"ALL"},"KeySchema":[
               {"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}]}
            """;

    private static final String THINGS =
            """
            {"TableName":"Things","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
            """;

    @Test
    void statementsAreAnsweredLikeDynamoDbLocal() throws Exception {
        List<String> statements = statements();
        assertThat(statements).hasSizeGreaterThan(100);
        var differences = new SoftAssertions();
        try (DynamoDbLocal local = new DynamoDbLocal();
                Ours ours = new Ours()) {
            prepare(local.endpoint());
            prepare(ours.endpoint());
            for (String line : statements) {
                ObjectNode request = request(line);
                Answer expected = local.endpoint().call("ExecuteStatement", request);
                Answer actual = ours.endpoint().call("ExecuteStatement", request);
                differences
                        .assertThat(shown(line, actual))
                        .as(line)
                        .isEqualTo(shown(line, expected));
            }
        }
        differences.assertAll();
    }

    private static List<String> statements() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        StatementOracleTest.class.getResourceAsStream("statements.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static ObjectNode request(String line) {
        String[] parts = line.split(" ;; ", 2);
        ObjectNode request =
                parts.length == 1
                        ? Endpoint.JSON.createObjectNode()
                        : (ObjectNode) Endpoint.JSON.readTree(parts[1]);
        return request.put("Statement", parts[0]);
    }

    private static void prepare(Endpoint endpoint) throws InterruptedException {
        endpoint.create(new Request("CreateTable", (ObjectNode) Endpoint.JSON.readTree(MUSIC)));
        endpoint.create(new Request("CreateTable", (ObjectNode) Endpoint.JSON.readTree(THINGS)));
        for (int i = 0; i < 5; i++) {
            put(
                    endpoint,
                    """
                    {"TableName":"Music","Item":{"pk":{"S":"a"},"sk":{"N":"%d"},"g":{"S":"%s"},"v":{"N":"%d"},
                     "m":{"M":{"q":{"S":"z"}}},"l":{"L":[{"N":"1"},{"N":"2"}]},"ss":{"SS":["p","q"]}}}
                    """
                            .formatted(i, i % 2 == 0 ? "y" : "x", 10 * i));
        }
        put(
                endpoint,
                "{\"TableName\":\"Things\",\"Item\":{\"id\":{\"S\":\"h1\"},\"n\":{\"N\":\"5\"}}}");
    }

    private static void put(Endpoint endpoint, String body) {
        assertThat(endpoint.call("PutItem", (ObjectNode) Endpoint.JSON.readTree(body)).status())
                .isEqualTo(200);
    }

    /** The error, or the items and whether there are more, but not by what token. */
    private static String shown(String line, Answer answer) {
        if (answer.status() != 200) {
            String error = answer.error();
            // Local cuts this one short; the API model has the whole name.
            return (error.equals("DuplicateItem") ? "DuplicateItemException" : error)
                    + ": "
                    + answer.message();
        }
        // Within a partition the order counts; each engine has its own order of partitions.
        JsonNode body =
                Normal.form(line.contains("pk") ? "ExecuteStatement" : "Scan", answer.body());
        return body.path("Items") + (answer.body().has("NextToken") ? " and more" : "");
    }
}
