package dev.tablewright.server.operation.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Instant;

/** Several accounts in one server: made by the one that runs it, and apart from each other. */
class AccountsTest {
    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode create(String body) throws IOException {
        Answer answer = server.administer(server.root(), "CreateAccount", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static AccessKey keyOf(JsonNode made) {
        return new AccessKey(
                made.get("RootAccessKeyId").asString(),
                made.get("RootSecretAccessKey").asString(),
                true,
                Instant.EPOCH);
    }

    @Test
    void rootOfANewAccountSeesNothingOfTheFirst() throws IOException {
        AccessKey root = keyOf(create("{\"AccountId\":\"111122223333\"}"));

        assertThat(server.call(root, "ListTables", "{}").body()).isEqualTo("{\"TableNames\":[]}");
        assertThat(server.call(root, "DescribeTable", "{\"TableName\":\"Orders\"}").body())
                .contains("ResourceNotFoundException");
        assertThat(
                        server.call(
                                        root,
                                        "DescribeTable",
                                        "{\"TableName\":\"" + LiveServer.ORDERS.arn() + "\"}")
                                .body())
                .contains("no resource-based policy allows the dynamodb:DescribeTable action");
    }

    @Test
    void numberIsChosenWhereNoneIsGiven() throws IOException {
        assertThat(create("{}").get("AccountId").asString()).matches("[1-9][0-9]{11}");
    }

    @Test
    void numberIsTakenOnceAndHasTwelveDigits() throws IOException {
        create("{\"AccountId\":\"222233334444\"}");

        assertThat(
                        server.administer(
                                        server.root(),
                                        "CreateAccount",
                                        "{\"AccountId\":\"222233334444\"}")
                                .body())
                .contains("AccountAlreadyExists")
                .contains("Account 222233334444 already exists.");
        assertThat(
                        server.administer(server.root(), "CreateAccount", "{\"AccountId\":\"12\"}")
                                .body())
                .contains("ValidationException")
                .contains("at 'accountId' failed to satisfy constraint");
    }

    /** A guest who could make accounts, or list them, would administer his host. */
    @Test
    void onlyTheAccountThatRunsTheServerAdministersIt() throws IOException {
        AccessKey guest = keyOf(create("{}"));
        AccessKey user =
                server.user(
                        "helper",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Action":"tablewright:List*","Resource":"*"}]}
                        """);

        for (String operation : new String[] {"CreateAccount", "ListAccounts", "GetStatus"}) {
            assertThat(server.administer(guest, operation, "{}").body())
                    .contains("AccessDeniedException")
                    .contains(
                            "tablewright:"
                                    + operation
                                    + " on resource: arn:aws:tablewright::000000000000:server");
        }
        assertThat(server.administer(user, "ListAccounts", "{}").status()).isEqualTo(200);
        assertThat(server.administer(user, "CreateAccount", "{}").body())
                .contains("no identity-based policy allows the tablewright:CreateAccount action");
    }

    @Test
    void oldestAccountIsListedFirstAndRunsTheServer() throws IOException {
        create("{}");

        JsonNode accounts =
                JsonMapper.shared()
                        .readTree(server.administer(server.root(), "ListAccounts", "{}").body())
                        .get("Accounts");

        assertThat(accounts.get(0).get("AccountId").asString()).isEqualTo(LiveServer.ACCOUNT);
        assertThat(accounts.get(0).get("Owner").asBoolean()).isTrue();
        assertThat(accounts.get(0).get("Tables").asInt()).isEqualTo(1);
        assertThat(accounts.get(1).get("Owner").asBoolean()).isFalse();
    }
}
