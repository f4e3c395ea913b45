package dev.tablewright.server.operation.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Quotas of environments, as an administrator sets them and a tenant meets them. */
class EnvironmentQuotasTest {
    private static final String QUOTA =
            """
            {"Environment":"alice","TablePrefixes":["Alice_"],"Tables":1,"WriteUnits":2}\
            """;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer administer(String operation, String body) throws IOException {
        return server.administer(server.root(), operation, body);
    }

    private static Answer createTable(String name) throws IOException {
        return server.call(
                "CreateTable",
                """
                {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
                """
                        .formatted(name));
    }

    /** The errors are those that clients of DynamoDB know and, for units, try again after. */
    @Test
    void budgetThatIsUsedUpIsAnErrorThatClientsKnow() throws IOException {
        assertThat(administer("PutEnvironmentQuota", QUOTA).body())
                .isEqualTo("{\"EnvironmentQuota\":" + QUOTA + "}");

        assertThat(createTable("Alice_1").status()).isEqualTo(200);
        assertThat(createTable("Alice_2").body())
                .contains("com.amazonaws.dynamodb.v20120810#LimitExceededException")
                .contains("There is a limit of 1 tables for the environment alice");
        assertThat(createTable("Bob_1").status()).isEqualTo(200);

        // Three requests take less than the second that would fill the budget again, or the
        // fourth does: each costs two units.
        String batch =
                """
                {"RequestItems":{"%s":[{"PutRequest":{"Item":{"id":{"S":"1"}}}},
                 {"PutRequest":{"Item":{"id":{"S":"2"}}}},{"PutRequest":{"Item":{"id":{"S":"3"}}}},
                 {"PutRequest":{"Item":{"id":{"S":"4"}}}},{"PutRequest":{"Item":{"id":{"S":"5"}}}},
                 {"PutRequest":{"Item":{"id":{"S":"6"}}}},{"PutRequest":{"Item":{"id":{"S":"7"}}}}]%s}}
                """;
        assertThat(server.call("BatchWriteItem", batch.formatted("Alice_1", "")).status())
                .isEqualTo(200);
        assertThat(
                        server.call(
                                        "PutItem",
                                        "{\"TableName\":\"Alice_1\",\"Item\":{\"id\":{\"S\":\"1\"}}}")
                                .body())
                .contains("#ProvisionedThroughputExceededException")
                .contains("for the environment alice was exceeded: 2 write units a second");
        assertThat(
                        server.call(
                                        "BatchWriteItem",
                                        batch.formatted(
                                                "Alice_1",
                                                ",\"Bob_1\":[{\"PutRequest\":"
                                                        + "{\"Item\":{\"id\":{\"S\":\"1\"}}}}]"))
                                .body())
                .as("of a batch, only what is over the budget is given back")
                .startsWith("{\"UnprocessedItems\":{\"Alice_1\":[");
        assertThat(server.call("BatchWriteItem", batch.formatted("Alice_1", "")).body())
                .contains("#ProvisionedThroughputExceededException");

        assertThat(administer("ListEnvironmentQuotas", "{}").body())
                .contains("\"Usage\":{\"Tables\":1,\"ControlPlaneOperations\":0,")
                .contains("\"Refused\":4}");
        assertThat(administer("DeleteEnvironmentQuota", "{\"Environment\":\"alice\"}").body())
                .isEqualTo("{}");
        assertThat(administer("DeleteEnvironmentQuota", "{\"Environment\":\"alice\"}").body())
                .contains("NoSuchQuota");
        assertThat(createTable("Alice_2").status()).isEqualTo(200);
    }

    /** A tenant with every right on his tables must not widen his own budget. */
    @Test
    void tenantCannotChangeHisQuota() throws IOException {
        AccessKey tenant =
                server.user(
                        "tenant",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Action":"dynamodb:*","Resource":"*"}]}
                        """);

        assertThat(server.administer(tenant, "PutEnvironmentQuota", QUOTA).body())
                .contains(
                        "is not authorized to perform: tablewright:PutEnvironmentQuota on resource:"
                                + " arn:aws:tablewright::000000000000:environment/alice because no"
                                + " identity-based policy allows");
    }

    @Test
    void quotaThatCannotBeMeantIsRefused() throws IOException {
        assertThat(
                        administer(
                                        "PutEnvironmentQuota",
                                        "{\"Environment\":\"a b\",\"TablePrefixes\":[\"*\"],"
                                                + "\"ReadUnits\":0}")
                                .body())
                .contains("3 validation errors detected")
                .contains("'environment'")
                .contains("'tablePrefixes'")
                .contains("'readUnits'");
        assertThat(
                        administer(
                                        "PutEnvironmentQuota",
                                        "{\"Environment\":\"a\",\"TablePrefixes\":[\"Same_\"]}")
                                .status())
                .isEqualTo(200);
        assertThat(
                        administer(
                                        "PutEnvironmentQuota",
                                        "{\"Environment\":\"b\",\"TablePrefixes\":[\"Same_\"]}")
                                .body())
                .contains("PrefixTaken")
                .contains("The prefix Same_ belongs to the environment a already");
    }
}
