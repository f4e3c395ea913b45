package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What each operation on items asks of the policies: action, resource and condition keys. */
class ItemPermissionsTest {
    private static final String KEY =
            "\"Key\":{\"customer\":{\"S\":\"amit\"},\"number\":{\"N\":\"1\"}}";
    private static final AtomicInteger USERS = new AtomicInteger();
    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theSentenceIsAwss() throws IOException {
        AccessKey key = server.user("Nobody", policy("Deny", "dynamodb:Scan", "*", ""));

        assertThat(server.call(key, "GetItem", "{\"TableName\":\"Orders\"," + KEY + "}").body())
                .isEqualTo(
                        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User:"
                                + " arn:aws:iam::000000000000:user/Nobody is not authorized to perform:"
                                + " dynamodb:GetItem on resource:"
                                + " arn:aws:dynamodb:eu-west-1:000000000000:table/Orders because no"
                                + " identity-based policy allows the dynamodb:GetItem action\"}");
        assertThat(server.call(key, "Scan", "{\"TableName\":\"Orders\"}").body())
                .endsWith(
                        "is not authorized to perform: dynamodb:Scan on resource:"
                                + " arn:aws:dynamodb:eu-west-1:000000000000:table/Orders with an"
                                + " explicit deny in an identity-based policy\"}");
    }

    /** Else whoever may not ask would learn which tables there are. */
    @Test
    void deniesBeforeItLooksForTheTable() throws IOException {
        assertDenied(
                allowing("dynamodb:*", "table/Orders", ""),
                "GetItem",
                "{\"TableName\":\"Nope\"," + KEY + "}");
    }

    @Test
    void wrongRequestsAreRefusedBeforePoliciesAreAsked() throws IOException {
        Answer answer =
                server.call(
                        allowing("dynamodb:*", "table/Orders", ""),
                        "GetItem",
                        "{\"TableName\":\"Nope\"}");

        assertThat(answer.body()).contains("ValidationException");
    }

    @ParameterizedTest(name = "{1} on {2} for {0}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Query | dynamodb:Query | table/Orders | true | without an index the table counts
                    Query | dynamodb:Query | table/Orders/index/* | false | and only the table
                    QueryIndex | dynamodb:Query | table/Orders | false | an index is not part of its table
                    QueryIndex | dynamodb:Query | table/Orders/index/byState | true | only the index counts
                    Scan | dynamodb:Scan | table/Orders | true | likewise
                    ScanIndex | dynamodb:Scan | table/Orders | false | likewise
                    ScanIndex | dynamodb:Scan | table/Orders/index/* | true | likewise
                    BatchGet | dynamodb:GetItem | table/Orders | false | a batch has an action of its own
                    BatchGet | dynamodb:BatchGetItem | table/Orders | true | which is enough
                    BatchWrite | dynamodb:PutItem | table/Orders | false | likewise
                    BatchWrite | dynamodb:BatchWriteItem | table/Orders | true | likewise
                    TransactGet | dynamodb:GetItem | table/Orders | true | a transaction has none
                    TransactWrite | dynamodb:PutItem | table/Orders | false | each element needs its own
                    TransactWrite | dynamodb:PutItem dynamodb:ConditionCheckItem | table/Orders | true | all of them
                    Get | dynamodb:PutItem | table/Orders | false | another action
                    """)
    void actionAndResource(
            String call, String actions, String resource, boolean allowed, String reason)
            throws IOException {
        AccessKey key = allowing(actions.replace(" ", "\",\""), resource, "");

        assertThat(isAllowed(key, call)).as(reason).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} under {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Get | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit"]} | true | the key of the item
                    Get | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | false | another's key
                    Get | "ForAllValues:StringEquals":{"dynamodb:FirstPartitionKeyValues":["alice"]} | false | the key's newer name
                    Put | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | false | the key in the item
                    Update | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | false | likewise
                    Delete | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | false | likewise
                    Query | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | false | the value of the key condition
                    Query | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit"]} | true | likewise
                    QueryIndex | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["new"]} | true | the index's own key
                    BatchGet | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit"]} | false | every key of the batch counts
                    BatchGet | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit","alice"]} | true | likewise
                    BatchWrite | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit"]} | false | puts and deletes alike
                    TransactWrite | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["amit"]} | false | each element is asked for
                    Scan | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["alice"]} | true | a scan has none, as AWS warns
                    Scan | "Null":{"dynamodb:LeadingKeys":"false"} | false | which this protects against
                    Get | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number"]} | true | the key's attributes
                    GetSome | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number"]} | false | and those of the projection
                    GetSome | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number","a"]} | true | by their top-level names
                    Update | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number","a"]} | false | and those of the condition
                    Update | "ForAllValues:StringEquals":{"dynamodb:Attributes":["customer","number","a","b"]} | true | all of them
                    Get | "StringEquals":{"dynamodb:Select":"ALL_ATTRIBUTES"} | true | reads by key have one too
                    GetSome | "StringEquals":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"} | true | which a projection changes
                    QueryIndex | "StringEquals":{"dynamodb:Select":"ALL_PROJECTED_ATTRIBUTES"} | true | the default of an index
                    Query | "StringEquals":{"dynamodb:Select":"ALL_ATTRIBUTES"} | true | the default of a table
                    Put | "StringEquals":{"dynamodb:Select":"ALL_ATTRIBUTES"} | false | writes have none
                    Put | "StringEquals":{"dynamodb:ReturnValues":"NONE"} | true | the default
                    Update | "StringEquals":{"dynamodb:ReturnValues":"NONE"} | false | what was asked for
                    Get | "StringEquals":{"dynamodb:ReturnConsumedCapacity":"NONE"} | true | the default
                    TransactGet | "StringEquals":{"dynamodb:EnclosingOperation":"TransactGetItems"} | true | only in a transaction
                    Get | "StringEquals":{"dynamodb:EnclosingOperation":"TransactGetItems"} | false | never else
                    TransactWrite | "StringEquals":{"dynamodb:EnclosingOperation":"TransactWriteItems"} | true | likewise
                    Get | "StringEquals":{"aws:ResourceTag/team":"shop"} | true | the table's tags
                    QueryIndex | "StringEquals":{"aws:ResourceTag/team":"shop"} | true | which its indexes have too
                    Get | "StringEquals":{"aws:ResourceTag/team":"other"} | false | and no others
                    Get | "IpAddress":{"aws:SourceIp":"127.0.0.1"} | true | where the caller is
                    Get | "Bool":{"aws:SecureTransport":"true"} | false | there was no TLS
                    Get | "StringEquals":{"aws:RequestedRegion":"eu-west-1"} | true | of the credential scope
                    Get | "StringEquals":{"aws:ResourceAccount":"000000000000"} | true | of the ARN
                    """)
    void conditionKeys(String call, String condition, boolean allowed, String reason)
            throws IOException {
        AccessKey key = allowing("dynamodb:*", "table/*", ",\"Condition\":{" + condition + "}");

        assertThat(isAllowed(key, call)).as(reason).isEqualTo(allowed);
    }

    private static boolean isAllowed(AccessKey key, String call) throws IOException {
        Answer answer = server.call(key, operationOf(call), bodyOf(call));
        boolean denied = answer.body().contains("#AccessDeniedException");
        assertThat(answer.status()).as(answer.body()).isEqualTo(denied ? 400 : 200);
        return !denied;
    }

    private static String operationOf(String call) {
        return switch (call) {
            case "Get", "GetSome" -> "GetItem";
            case "Put", "Update", "Delete" -> call + "Item";
            case "Query", "QueryIndex" -> "Query";
            case "Scan", "ScanIndex" -> "Scan";
            case "BatchGet", "BatchWrite" -> call + "Item";
            case "TransactGet", "TransactWrite" -> call + "Items";
            default -> throw new IllegalArgumentException(call);
        };
    }

    private static String bodyOf(String call) {
        return switch (call) {
            case "Get" -> "{\"TableName\":\"Orders\"," + KEY + "}";
            case "GetSome" ->
                    "{\"TableName\":\"Orders\",\"ProjectionExpression\":\"a.b[1]\"," + KEY + "}";
            case "Put" -> "{\"TableName\":\"Orders\"," + KEY.replace("\"Key\"", "\"Item\"") + "}";
            case "Update" ->
                    "{\"TableName\":\"Orders\",\"ReturnValues\":\"ALL_OLD\","
                            + "\"UpdateExpression\":\"REMOVE a\","
                            + "\"ConditionExpression\":\"attribute_not_exists(b)\","
                            + KEY
                            + "}";
            case "Delete" -> "{\"TableName\":\"Orders\"," + KEY + "}";
            case "Query" -> query("customer", "amit", "");
            case "QueryIndex" ->
                    query(
                            "#s",
                            "new",
                            ",\"IndexName\":\"byState\",\"ExpressionAttributeNames\":{\"#s\":\"state\"}");
            case "Scan" -> "{\"TableName\":\"Orders\"}";
            case "ScanIndex" -> "{\"TableName\":\"Orders\",\"IndexName\":\"byState\"}";
            case "BatchGet" ->
                    """
                    {"RequestItems":{"Orders":{"Keys":[
                      {"customer":{"S":"amit"},"number":{"N":"1"}},
                      {"customer":{"S":"alice"},"number":{"N":"1"}}]}}}
                    """;
            case "BatchWrite" ->
                    """
                    {"RequestItems":{"Orders":[
                      {"PutRequest":{"Item":{"customer":{"S":"amit"},"number":{"N":"1"}}}},
                      {"DeleteRequest":{"Key":{"customer":{"S":"alice"},"number":{"N":"1"}}}}]}}
                    """;
            case "TransactGet" ->
                    "{\"TransactItems\":[{\"Get\":{\"TableName\":\"Orders\"," + KEY + "}}]}";
            case "TransactWrite" ->
                    """
                    {"TransactItems":[
                      {"Put":{"TableName":"Orders","Item":{"customer":{"S":"amit"},"number":{"N":"1"}}}},
                      {"ConditionCheck":{"TableName":"Orders","ConditionExpression":"attribute_not_exists(a)",
                        "Key":{"customer":{"S":"alice"},"number":{"N":"1"}}}}]}
                    """;
            default -> throw new IllegalArgumentException(call);
        };
    }

    private static String query(String attribute, String value, String more) {
        return "{\"TableName\":\"Orders\",\"KeyConditionExpression\":\""
                + attribute
                + " = :v\",\"ExpressionAttributeValues\":{\":v\":{\"S\":\""
                + value
                + "\"}}"
                + more
                + "}";
    }

    private static void assertDenied(AccessKey key, String operation, String body)
            throws IOException {
        assertThat(server.call(key, operation, body).body()).contains("#AccessDeniedException");
    }

    private static AccessKey allowing(String actions, String resource, String condition) {
        return server.user(
                "user" + USERS.incrementAndGet(),
                policy(
                        "Allow",
                        actions,
                        "arn:aws:dynamodb:eu-west-1:000000000000:" + resource,
                        condition));
    }

    private static String policy(String effect, String actions, String resource, String condition) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\""
                + effect
                + "\",\"Action\":[\""
                + actions
                + "\"],\"Resource\":\""
                + resource
                + "\""
                + condition
                + "}}";
    }
}
