package dev.tablewright.server.operation.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** What "cost --observed" asks for. */
class GetConsumptionTest {
    /** A global index is counted by itself, a table that is gone is not named. */
    @Test
    void unitsAreThoseOfTheAnswersAddedUp() throws IOException {
        try (LiveServer server = new LiveServer()) {
            create(
                    server,
                    "Sold",
                    """
                    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
                     {"AttributeName":"d","AttributeType":"S"}],
                    "GlobalSecondaryIndexes":[{"IndexName":"ByDate",
                     "KeySchema":[{"AttributeName":"d","KeyType":"HASH"}],
                     "Projection":{"ProjectionType":"ALL"}}]\
                    """);
            create(
                    server,
                    "Gone",
                    "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}]");
            for (String table : new String[] {"Sold", "Gone"}) {
                for (int i = 0; i < 3; i++) {
                    put(server, table, i);
                }
            }
            assertThat(
                            server.call(
                                            "GetItem",
                                            "{\"TableName\":\"Sold\",\"Key\":{\"id\":{\"S\":\"1\"}}}")
                                    .status())
                    .isEqualTo(200);
            assertThat(server.call("DeleteTable", "{\"TableName\":\"Gone\"}").status())
                    .isEqualTo(200);
            assertThat(server.administer(server.root(), "GetConsumption", "{}").body())
                    .contains("\"Since\":")
                    .contains(
                            "\"Tables\":[{\"TableArn\":\"arn:aws:dynamodb:eu-west-1:000000000000:table/Sold\","
                                + "\"ReadUnits\":1,\"WriteUnits\":3,\"Indexes\":[{\"IndexName\":\"ByDate\","
                                + "\"ReadUnits\":0,\"WriteUnits\":3}]}]");
        }
    }

    private static void create(LiveServer server, String table, String index) throws IOException {
        assertThat(
                        server.call(
                                "CreateTable",
                                """
                                {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
                                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],%s}
                                """
                                        .formatted(table, index)))
                .satisfies(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    }

    private static void put(LiveServer server, String table, int id) throws IOException {
        assertThat(
                        server.call(
                                        "PutItem",
                                        "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"%d\"},\"d\":{\"S\":\"x\"}}}"
                                                .formatted(table, id))
                                .status())
                .isEqualTo(200);
    }
}
