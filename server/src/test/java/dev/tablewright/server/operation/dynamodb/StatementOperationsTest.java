package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PartiQL through the protocol: pages, capacity, batches, transactions, and who may. What
 * statements mean is compared with DynamoDB Local elsewhere.
 */
class StatementOperationsTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static LiveServer server;

    @BeforeAll
    static void fill() throws IOException {
        server = new LiveServer();
        for (String customer : List.of("ann", "bob")) {
            for (int number = 1; number <= 5; number++) {
                execute(
                        "INSERT INTO Orders VALUE {'customer': '%s', 'number': %d, 'state': '%s'}"
                                .formatted(customer, number, number % 2 == 0 ? "open" : "done"));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static JsonNode execute(String statement, String... more) throws IOException {
        return ok(
                "ExecuteStatement",
                "{\"Statement\":" + quoted(statement) + String.join("", more) + "}");
    }

    private static JsonNode ok(String operation, String body) throws IOException {
        LiveServer.Answer answer = server.call(operation, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void pagesGoOnAcrossPartitions() throws IOException {
        String statement = "SELECT number FROM Orders WHERE customer IN ['bob', 'ann', 'eve']";
        List<String> numbers = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = execute(statement, ",\"Limit\":2", token);
            page.path("Items").forEach(item -> numbers.add(item.at("/number/N").asString()));
            String next = page.path("NextToken").asString("");
            token = next.isEmpty() ? "" : ",\"NextToken\":" + quoted(next);
            pages++;
        } while (!token.isEmpty());

        assertThat(numbers).containsExactly("1", "2", "3", "4", "5", "1", "2", "3", "4", "5");
        assertThat(pages).isBetween(5, 8);
    }

    @Test
    void aTokenIsGoodForItsStatementOnly() throws IOException {
        String token =
                execute("SELECT * FROM Orders WHERE customer='ann'", ",\"Limit\":1")
                        .path("NextToken")
                        .asString();

        for (String other : List.of(quoted(token), "\"x\"", "\"AAAA\"", quoted(token + "A"))) {
            assertThat(
                            server.call(
                                            "ExecuteStatement",
                                            "{\"Statement\":\"SELECT * FROM Orders WHERE"
                                                    + " customer='bob'\",\"NextToken\":"
                                                    + other
                                                    + "}")
                                    .body())
                    .contains("ValidationException", "Invalid NextToken");
        }
    }

    @Test
    void capacityAndLastKeyAreShown() throws IOException {
        JsonNode page =
                execute(
                        "SELECT number FROM Orders.byState WHERE state='open'",
                        ",\"Limit\":1,\"ReturnConsumedCapacity\":\"INDEXES\"");

        assertThat(page.path("LastEvaluatedKey").propertyNames())
                .containsExactlyInAnyOrder("customer", "number", "state");
        assertThat(
                        page.at("/ConsumedCapacity/GlobalSecondaryIndexes/byState/CapacityUnits")
                                .asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void aBatchTellsOfEachStatement() throws IOException {
        JsonNode batch =
                ok(
                        "BatchExecuteStatement",
                        """
                        {"ReturnConsumedCapacity":"TOTAL","Statements":[
                         {"Statement":"INSERT INTO Orders VALUE {'customer':'ann','number':1}"},
                         {"Statement":"INSERT INTO Orders VALUE {'customer':'batch','number':1}"},
                         {"Statement":"UPDATE Orders SET a=1 WHERE customer='ann' AND number=2 AND state='x'",
                          "ReturnValuesOnConditionCheckFailure":"ALL_OLD"},
                         {"Statement":"DELETE FROM Orders WHERE customer='bob'"},
                         {"Statement":"UPDATE"},
                         {"Statement":"DELETE FROM Nowhere WHERE customer='bob'"}]}
                        """);
        List<String> codes = new ArrayList<>();
        batch.path("Responses").forEach(each -> codes.add(each.at("/Error/Code").asString("done")));

        assertThat(codes)
                .containsExactly(
                        "DuplicateItem",
                        "done",
                        "ConditionalCheckFailed",
                        "ValidationError",
                        "ValidationError",
                        "ResourceNotFound");
        assertThat(batch.at("/Responses/2/Error/Item/state/S").asString()).isEqualTo("open");
        assertThat(batch.at("/ConsumedCapacity/0/CapacityUnits").asDouble()).isEqualTo(1);
    }

    @Test
    void aTransactionIsDoneWholeOrNot() throws IOException {
        String inserts =
                """
                {"TransactStatements":[
                 {"Statement":"INSERT INTO Orders VALUE {'customer':'tx','number':?}","Parameters":[{"N":"%d"}]},
                 {"Statement":"EXISTS(SELECT * FROM Orders WHERE customer='ann' AND number=4 AND state='%s')"},
                 {"Statement":"INSERT INTO Orders VALUE {'customer':'ann','number':%d}"}]}
                """;
        assertThat(server.call("ExecuteTransaction", inserts.formatted(1, "done", 1)).body())
                .contains("[None, ConditionalCheckFailed, DuplicateItem]");
        assertThat(execute("SELECT * FROM Orders WHERE customer='tx'").path("Items")).isEmpty();

        ok("ExecuteTransaction", inserts.formatted(1, "open", 77));

        JsonNode read =
                ok(
                        "ExecuteTransaction",
                        """
                        {"TransactStatements":[
                         {"Statement":"SELECT number FROM Orders WHERE customer='tx' AND number=1"},
                         {"Statement":"SELECT * FROM Orders WHERE customer='tx' AND number=2"}]}
                        """);
        assertThat(read).hasToString("{\"Responses\":[{\"Item\":{\"number\":{\"N\":\"1\"}}},{}]}");
        execute("DELETE FROM Orders WHERE customer='ann' AND number=77");
    }

    @ParameterizedTest(name = "{0} | {1} | {2}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    PartiQLSelect | table/Orders | | SELECT * FROM Orders WHERE customer='ann' | true
                    GetItem,Query,Scan | table/Orders | | SELECT * FROM Orders WHERE customer='ann' | false
                    PartiQLSelect | table/Orders | | SELECT * FROM Orders.byState WHERE state='open' | false
                    PartiQLSelect | table/Orders/index/byState | | SELECT * FROM Orders.byState WHERE state='open' | true
                    PartiQLSelect | table/Orders | "Bool":{"dynamodb:FullTableScan":"false"} | SELECT * FROM Orders WHERE state='open' | false
                    PartiQLSelect | table/Orders | "Bool":{"dynamodb:FullTableScan":"false"} | SELECT * FROM Orders WHERE customer IN ['ann','bob'] | true
                    PartiQLSelect | table/Orders | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["ann"]} | SELECT * FROM Orders WHERE customer='ann' | true
                    PartiQLSelect | table/Orders | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["ann"]} | SELECT * FROM Orders WHERE customer IN ['ann','bob'] | false
                    PartiQLSelect | table/Orders | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number"]} | SELECT number FROM Orders WHERE customer='ann' | true
                    PartiQLSelect | table/Orders | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number"]} | SELECT state FROM Orders WHERE customer='ann' | false
                    PartiQLSelect | table/Orders | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number"]} | SELECT number FROM Orders WHERE customer='ann' AND state='x' | false
                    PartiQLInsert | table/Orders | | INSERT INTO Orders VALUE {'customer':'may','number':1} | true
                    PutItem | table/Orders | | INSERT INTO Orders VALUE {'customer':'may','number':2} | false
                    PartiQLInsert | table/Orders | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["ann"]} | INSERT INTO Orders VALUE {'customer':'may','number':3} | false
                    PartiQLUpdate | table/Orders | | UPDATE Orders SET a=1 WHERE customer='ann' AND number=3 | true
                    PartiQLUpdate | table/Orders | "StringEquals":{"dynamodb:ReturnValues":"NONE"} | UPDATE Orders SET a=1 WHERE customer='ann' AND number=3 RETURNING ALL OLD * | false
                    PartiQLUpdate | table/Orders | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number","a"]} | UPDATE Orders SET b=a WHERE customer='ann' AND number=3 | false
                    PartiQLDelete | table/Orders | | DELETE FROM Orders WHERE customer='none' AND number=3 | true
                    PartiQLUpdate | table/Orders | | DELETE FROM Orders WHERE customer='none' AND number=3 | false
                    """)
    void permission(
            String actions, String resource, String condition, String statement, boolean allowed)
            throws IOException {
        AccessKey key =
                server.user(
                        "statements" + USERS.incrementAndGet(),
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["dynamodb:%s"],
                         "Resource":"arn:aws:dynamodb:eu-west-1:000000000000:%s"%s}}
                        """
                                .formatted(
                                        actions.replace(",", "\",\"dynamodb:"),
                                        resource,
                                        condition == null
                                                ? ""
                                                : ",\"Condition\":{" + condition + "}"));
        LiveServer.Answer answer =
                server.call(key, "ExecuteStatement", "{\"Statement\":" + quoted(statement) + "}");

        assertThat(answer.status() == 200).as(answer.body()).isEqualTo(allowed);
        if (!allowed) {
            assertThat(answer.body()).contains("AccessDeniedException", "dynamodb:PartiQL");
        }
    }

    @Test
    void whoMayNotAskIsNotToldWhatExists() throws IOException {
        AccessKey nobody =
                server.user(
                        "nobody" + USERS.incrementAndGet(),
                        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}");
        for (String statement :
                List.of(
                        "SELECT * FROM Nowhere",
                        "SELECT * FROM Orders.none WHERE customer='a'",
                        "INSERT INTO Orders VALUE {'a':1}",
                        "DELETE FROM Orders")) {
            assertThat(
                            server.call(
                                            nobody,
                                            "ExecuteStatement",
                                            "{\"Statement\":" + quoted(statement) + "}")
                                    .body())
                    .contains("AccessDeniedException");
        }
    }

    /** What the API model says of BatchStatementError: AccessDenied is a code of one statement. */
    @Test
    void deniedStatementOfABatchIsRefusedAlone() throws IOException {
        AccessKey reader =
                server.user(
                        "reader" + USERS.incrementAndGet(),
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:PartiQLSelect",
                         "Resource":"arn:aws:dynamodb:eu-west-1:000000000000:table/Orders",
                         "Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":"ann"}}}}
                        """);
        String select = "SELECT number FROM %s WHERE customer='%s' AND number=1";
        LiveServer.Answer answer =
                server.call(
                        reader,
                        "BatchExecuteStatement",
                        "{\"Statements\":["
                                + "{\"Statement\":\"FROM nothing\"},"
                                + "{\"Statement\":\"%s\"},"
                                        .formatted(select.formatted("Orders", "bob"))
                                + "{\"Statement\":\"%s\"},"
                                        .formatted(select.formatted("Orders", "ann"))
                                + "{\"Statement\":\"%s\"}]}"
                                        .formatted(select.formatted("Nowhere", "ann")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode responses = JsonMapper.shared().readTree(answer.body()).path("Responses");
        assertThat(responses.at("/0/Error/Code").asString()).isEqualTo("ValidationError");
        assertThat(responses.at("/1/Error/Code").asString()).isEqualTo("AccessDenied");
        assertThat(responses.at("/1/Error/Message").asString())
                .endsWith(
                        " is not authorized to perform: dynamodb:PartiQLSelect on resource:"
                            + " arn:aws:dynamodb:eu-west-1:000000000000:table/Orders because no"
                            + " identity-based policy allows the dynamodb:PartiQLSelect action");
        assertThat(responses.at("/1/TableName").asString()).isEqualTo("Orders");
        assertThat(responses.at("/2/Item/number/N").asString()).isEqualTo("1");
        assertThat(responses.at("/3/Error/Code").asString()).isEqualTo("AccessDenied");
    }

    @Test
    void deniedWriteOfABatchWritesNothing() throws IOException {
        AccessKey writer =
                server.user(
                        "writer" + USERS.incrementAndGet(),
                        """
                        {"Version":"2012-10-17","Statement":[
                         {"Effect":"Allow","Action":"dynamodb:PartiQL*","Resource":"*"},
                         {"Effect":"Deny","Action":"dynamodb:PartiQLDelete","Resource":"*"}]}
                        """);
        execute("INSERT INTO Orders VALUE {'customer': 'cid', 'number': 1}");
        LiveServer.Answer answer =
                server.call(
                        writer,
                        "BatchExecuteStatement",
                        """
                        {"Statements":[
                         {"Statement":"DELETE FROM Orders WHERE customer='cid' AND number=1"},
                         {"Statement":"INSERT INTO Orders VALUE {'customer': 'cid', 'number': 2}"}]}
                        """);

        JsonNode responses = JsonMapper.shared().readTree(answer.body()).path("Responses");
        assertThat(responses.at("/0/Error/Message").asString())
                .endsWith("with an explicit deny in an identity-based policy");
        assertThat(responses.at("/1/Error").isMissingNode()).isTrue();
        JsonNode left = execute("SELECT number FROM Orders WHERE customer = 'cid'").path("Items");
        assertThat(left.size()).isEqualTo(2);
    }
}
