package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Contributor Insights and Kinesis destinations, as clients see them. */
class TableWatchersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final LiveServer server;

    TableWatchersTest() throws IOException {
        server = new LiveServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode call(String operation, String body) throws IOException {
        return JSON.readTree(server.call(operation, body.replace('\'', '"')).body());
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    // Contributor Insights

    @Test
    void insightsOfATableNeverEnabledAreDisabled() throws IOException {
        assertThat(call("DescribeContributorInsights", "{'TableName':'Orders'}"))
                .isEqualTo(json("{'TableName':'Orders','ContributorInsightsStatus':'DISABLED'}"));
    }

    @Test
    void enabledInsightsHaveFourRulesWhereThereIsASortKey() throws IOException {
        assertThat(
                        call(
                                "UpdateContributorInsights",
                                "{'TableName':'Orders','ContributorInsightsAction':'ENABLE'}"))
                .isEqualTo(
                        json(
                                "{'TableName':'Orders','ContributorInsightsStatus':'ENABLING',"
                                        + "'ContributorInsightsMode':'ACCESSED_AND_THROTTLED_KEYS'}"));

        JsonNode described = call("DescribeContributorInsights", "{'TableName':'Orders'}");
        assertThat(described.get("ContributorInsightsStatus").asString()).isEqualTo("ENABLED");
        assertThat(described.get("ContributorInsightsRuleList"))
                .extracting(rule -> rule.asString().replaceAll("-[0-9]+$", ""))
                .containsExactly(
                        "DynamoDBContributorInsights-PKC-Orders",
                        "DynamoDBContributorInsights-SKC-Orders",
                        "DynamoDBContributorInsights-PKT-Orders",
                        "DynamoDBContributorInsights-SKT-Orders");
    }

    @Test
    void throttledKeysAloneHaveNoRulesOfUse() throws IOException {
        call(
                "UpdateContributorInsights",
                "{'TableName':'Orders','IndexName':'byState','ContributorInsightsAction':'ENABLE',"
                        + "'ContributorInsightsMode':'THROTTLED_KEYS'}");

        assertThat(
                        call(
                                        "DescribeContributorInsights",
                                        "{'TableName':'Orders','IndexName':'byState'}")
                                .get("ContributorInsightsRuleList"))
                .extracting(rule -> rule.asString().replaceAll("-[0-9]+$", ""))
                .containsExactly("DynamoDBContributorInsights-PKT-Orders");
    }

    /** A local index has none: its keys are those of its table. */
    @Test
    void onlyGlobalIndexesHaveInsights() throws IOException {
        for (String index : new String[] {"byDate", "missing"}) {
            assertThat(
                            call(
                                            "DescribeContributorInsights",
                                            "{'TableName':'Orders','IndexName':'" + index + "'}")
                                    .get("__type")
                                    .asString())
                    .endsWith("#ResourceNotFoundException");
        }
    }

    @Test
    void listingGivesTableAndGlobalIndexesPageByPage() throws IOException {
        JsonNode first = call("ListContributorInsights", "{'MaxResults':1}");
        assertThat(first.get("ContributorInsightsSummaries"))
                .isEqualTo(json("[{'TableName':'Orders','ContributorInsightsStatus':'DISABLED'}]"));

        JsonNode second =
                call(
                        "ListContributorInsights",
                        "{'MaxResults':1,'NextToken':'" + first.get("NextToken").asString() + "'}");
        assertThat(second)
                .isEqualTo(
                        json(
                                "{'ContributorInsightsSummaries':[{'TableName':'Orders',"
                                        + "'IndexName':'byState','ContributorInsightsStatus':'DISABLED'}]}"));
    }

    @Test
    void permissionOnAnIndexIsNotOneOnItsTable() throws IOException {
        AccessKey user =
                server.user(
                        "watcher",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                          "Action":"dynamodb:DescribeContributorInsights",
                          "Resource":"arn:aws:dynamodb:*:*:table/Orders/index/*"}]}
                        """);
        String table = "{\"TableName\":\"Orders\"}";
        String index = "{\"TableName\":\"Orders\",\"IndexName\":\"byState\"}";

        Answer onTable = server.call(user, "DescribeContributorInsights", table);
        Answer onIndex = server.call(user, "DescribeContributorInsights", index);

        assertThat(onTable.body()).contains("AccessDeniedException");
        assertThat(onIndex.status()).isEqualTo(200);
    }

    // Kinesis

    @Test
    void destinationIsActiveAndSaysThatNothingIsDelivered() throws IOException {
        assertThat(kinesis("Enable", ""))
                .isEqualTo(
                        json(
                                "{'TableName':'Orders','StreamArn':'"
                                        + STREAM
                                        + "','DestinationStatus':'ENABLING'}"));

        JsonNode destination =
                call("DescribeKinesisStreamingDestination", "{'TableName':'Orders'}")
                        .get("KinesisDataStreamDestinations")
                        .get(0);
        assertThat(destination.get("DestinationStatus").asString()).isEqualTo("ACTIVE");
        assertThat(destination.get("ApproximateCreationDateTimePrecision").asString())
                .isEqualTo("MILLISECOND");
        assertThat(destination.get("DestinationStatusDescription").asString())
                .contains("not delivered");
    }

    @Test
    void precisionChangesAndMustBeNamed() throws IOException {
        kinesis("Enable", "");
        assertThat(kinesis("Update", "").get("message").asString())
                .isEqualTo(
                        "Streaming destination cannot be updated with given parameters:"
                                + " UpdateKinesisStreamingConfiguration cannot be null or contain only"
                                + " null values");
        String micro =
                ",'UpdateKinesisStreamingConfiguration':"
                        + "{'ApproximateCreationDateTimePrecision':'MICROSECOND'}";
        assertThat(kinesis("Update", micro).get("DestinationStatus").asString())
                .isEqualTo("UPDATING");
        assertThat(kinesis("Update", micro).get("message").asString())
                .startsWith(
                        "Invalid Request: Precision is already set to the desired value of"
                                + " MICROSECOND for tableId: ");
    }

    @Test
    void disabledDestinationIsRememberedAndAnUnknownOneRefused() throws IOException {
        assertThat(kinesis("Disable", "").get("message").asString())
                .contains("No streaming destination with streamArn: " + STREAM);
        kinesis("Enable", "");
        assertThat(kinesis("Disable", "").get("DestinationStatus").asString())
                .isEqualTo("DISABLING");
        assertThat(
                        call("DescribeKinesisStreamingDestination", "{'TableName':'Orders'}")
                                .get("KinesisDataStreamDestinations")
                                .get(0)
                                .get("DestinationStatus")
                                .asString())
                .isEqualTo("DISABLED");
    }

    private JsonNode kinesis(String verb, String more) throws IOException {
        return call(
                verb + "KinesisStreamingDestination",
                "{'TableName':'Orders','StreamArn':'" + STREAM + "'" + more + "}");
    }
}
