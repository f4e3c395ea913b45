package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests and answers of the operations on items, as bytes. Texts and their order are those that
 * dynalite recorded from AWS, and for transactions those of DynamoDB Local.
 */
class ItemOperationsTest {
    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // Answers.

    @Test
    void putShowsTheOldItemCapacityAndCollection() throws IOException {
        String put =
                """
                {"TableName":"Orders","ReturnValues":"ALL_OLD","ReturnConsumedCapacity":"INDEXES",
                 "ReturnItemCollectionMetrics":"SIZE",
                 "Item":{"customer":{"S":"put"},"number":{"N":"1.0"},"date":{"S":"d"},"state":{"S":"new"}}}
                """;

        assertOk(
                "PutItem",
                put,
                "{"
                        + capacity("3.0", "1.0", "1.0", "1.0")
                        + ",\"ItemCollectionMetrics\":{\"ItemCollectionKey\":{\"customer\":{\"S\":\"put\"}},"
                        + "\"SizeEstimateRangeGB\":[0.0,1.0]}}");
        assertThat(server.call("PutItem", put).body())
                .startsWith(
                        "{\"Attributes\":{\"customer\":{\"S\":\"put\"},\"number\":{\"N\":\"1\"},"
                                + "\"date\":{\"S\":\"d\"},\"state\":{\"S\":\"new\"}},");
    }

    private static String capacity(String sum, String table, String local, String global) {
        return "\"ConsumedCapacity\":{\"TableName\":\"Orders\",\"CapacityUnits\":"
                + sum
                + ",\"Table\":{\"CapacityUnits\":"
                + table
                + "},\"LocalSecondaryIndexes\":{\"byDate\":{\"CapacityUnits\":"
                + local
                + "}},\"GlobalSecondaryIndexes\":{\"byState\":{\"CapacityUnits\":"
                + global
                + "}}}";
    }

    @Test
    void getProjects() throws IOException {
        put("get", 1, "\"a\":{\"M\":{\"b\":{\"N\":\"1\"},\"c\":{\"N\":\"2\"}}}");

        assertOk(
                "GetItem",
                get("get", 1, ",\"ProjectionExpression\":\"a.b\""),
                "{\"Item\":{\"a\":{\"M\":{\"b\":{\"N\":\"1\"}}}}}");
        assertOk("GetItem", get("get", 1, ",\"AttributesToGet\":[\"x\"]"), "{\"Item\":{}}");
        assertOk("GetItem", get("nobody", 1, ""), "{}");
    }

    @Test
    void getNamesTheTableAsItWasNamed() throws IOException {
        String arn = LiveServer.ORDERS.arn();

        assertOk(
                "GetItem",
                get("nobody", 1, ",\"ReturnConsumedCapacity\":\"TOTAL\"").replace("Orders", arn),
                "{\"ConsumedCapacity\":{\"TableName\":\"" + arn + "\",\"CapacityUnits\":0.5}}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    NONE        | {}
                    ALL_OLD     | {"Attributes":{"customer":{"S":"update"},"number":{"N":"1"},"a":{"N":"1"},"b":{"N":"1"}}}
                    UPDATED_OLD | {"Attributes":{"a":{"N":"1"}}}
                    ALL_NEW     | {"Attributes":{"customer":{"S":"update"},"number":{"N":"1"},"a":{"N":"2"},"b":{"N":"1"},"c":{"S":"x"}}}
                    UPDATED_NEW | {"Attributes":{"a":{"N":"2"},"c":{"S":"x"}}}
                    """)
    void updateShowsWhatIsAskedFor(String returnValues, String expected) throws IOException {
        put("update", 1, "\"a\":{\"N\":\"1\"},\"b\":{\"N\":\"1\"}");

        assertOk(
                "UpdateItem",
                """
                {"TableName":"Orders","Key":{"customer":{"S":"update"},"number":{"N":"1"}},
                 "UpdateExpression":"SET a = a + :one, c = :x","ReturnValues":"%s",
                 "ExpressionAttributeValues":{":one":{"N":"1"},":x":{"S":"x"}}}
                """
                        .formatted(returnValues),
                expected);
    }

    @ParameterizedTest(name = "{0}: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "UpdateExpression":"REMOVE a, b"                              | false | there is nothing to remove
                    "AttributeUpdates":{"a":{"Action":"DELETE"}}                  | false | as the API reference says
                    "AttributeUpdates":{"a":{"Action":"DELETE","Value":{"SS":["x"]}}} | false | as the API reference says
                    "UpdateExpression":"REMOVE a SET b = customer"                | true  | there is something to keep
                    "AttributeUpdates":{}                                         | true  | an update of nothing makes the item
                    "ReturnConsumedCapacity":"NONE"                               | true  | an update of nothing makes the item
                    """)
    void updateThatOnlyRemovesMakesNoItem(String update, boolean makes, String reason)
            throws IOException {
        String key =
                "{\"TableName\":\"Orders\",\"Key\":{\"customer\":{\"S\":\"only\"},\"number\":{\"N\":\"1\"}}";
        assertThat(server.call("DeleteItem", key + "}").status()).isEqualTo(200);

        Answer answer =
                server.call("UpdateItem", key + ",\"ReturnValues\":\"ALL_NEW\"," + update + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body().contains("Attributes")).as(reason).isEqualTo(makes);
        assertThat(server.call("GetItem", key + "}").body().contains("Item"))
                .as(reason)
                .isEqualTo(makes);
    }

    @Test
    void failedConditionsShowTheItemWhenAsked() throws IOException {
        put("condition", 1, "\"a\":{\"N\":\"1\"}");
        String delete =
                """
                {"TableName":"Orders","Key":{"customer":{"S":"condition"},"number":{"N":"1"}},
                 "ConditionExpression":"a = :two","ExpressionAttributeValues":{":two":{"N":"2"}}%s}
                """;
        String failed =
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                        + "\"message\":\"The conditional request failed\"";

        assertThat(server.call("DeleteItem", delete.formatted("")).body()).isEqualTo(failed + "}");
        assertThat(
                        server.call(
                                        "DeleteItem",
                                        delete.formatted(
                                                ",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""))
                                .body())
                .isEqualTo(
                        failed
                                + ",\"Item\":{\"customer\":{\"S\":\"condition\"},\"number\":{\"N\":\"1\"},"
                                + "\"a\":{\"N\":\"1\"}}}");
    }

    @Test
    void legacyParametersWork() throws IOException {
        put("legacy", 1, "\"a\":{\"N\":\"1\"}");

        assertOk(
                "UpdateItem",
                """
                {"TableName":"Orders","Key":{"customer":{"S":"legacy"},"number":{"N":"1"}},
                 "Expected":{"a":{"ComparisonOperator":"LT","AttributeValueList":[{"N":"5"}]}},
                 "AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"4"}}},"ReturnValues":"UPDATED_NEW"}
                """,
                "{\"Attributes\":{\"a\":{\"N\":\"5\"}}}");
        assertOk(
                "Query",
                """
                {"TableName":"Orders","Select":"COUNT",
                 "KeyConditions":{"customer":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"legacy"}]}},
                 "QueryFilter":{"a":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"5"}]}}}
                """,
                "{\"Count\":0,\"ScannedCount\":1}");
    }

    @Test
    void queriesPageOnTablesAndIndexes() throws IOException {
        for (int i = 1; i <= 3; i++) {
            put("query", i, "\"state\":{\"S\":\"q\"},\"date\":{\"S\":\"d" + (4 - i) + "\"}");
        }

        assertOk(
                "Query",
                """
                {"TableName":"Orders","IndexName":"byDate","Limit":1,"ProjectionExpression":"#n",
                 "KeyConditionExpression":"customer = :c","ExpressionAttributeNames":{"#n":"number"},
                 "ExpressionAttributeValues":{":c":{"S":"query"}},"ReturnConsumedCapacity":"TOTAL"}
                """,
                "{\"Items\":[{\"number\":{\"N\":\"3\"}}],\"Count\":1,\"ScannedCount\":1,"
                    + "\"LastEvaluatedKey\":{\"customer\":{\"S\":\"query\"},\"number\":{\"N\":\"3\"},"
                    + "\"date\":{\"S\":\"d1\"}},"
                    + "\"ConsumedCapacity\":{\"TableName\":\"Orders\",\"CapacityUnits\":0.5}}");
        assertOk(
                "Query",
                """
                {"TableName":"Orders","Select":"COUNT","KeyConditionExpression":"customer = :c",
                 "ExclusiveStartKey":{"customer":{"S":"query"},"number":{"N":"3"}},"ScanIndexForward":false,
                 "ExpressionAttributeValues":{":c":{"S":"query"}}}
                """,
                "{\"Count\":2,\"ScannedCount\":2}");
    }

    @Test
    void segmentsOfAScanAreTheWholeTable() throws IOException {
        for (int i = 1; i <= 20; i++) {
            put("scan" + i, i, "\"state\":{\"S\":\"scanned\"}");
        }
        int found = 0;
        for (int segment = 0; segment < 4; segment++) {
            String body =
                    server.call(
                                    "Scan",
                                    """
                                    {"TableName":"Orders","IndexName":"byState","Select":"COUNT",
                                     "FilterExpression":"begins_with(customer, :s)",
                                     "ExpressionAttributeValues":{":s":{"S":"scan"}},
                                     "Segment":%d,"TotalSegments":4}
                                    """
                                            .formatted(segment))
                            .body();
            found += Integer.parseInt(body.replaceAll(".*\"Count\":([0-9]+).*", "$1"));
        }

        assertThat(found).isEqualTo(20);
    }

    @Test
    void batchesWriteAndRead() throws IOException {
        assertOk(
                "BatchWriteItem",
                """
                {"RequestItems":{"Orders":[
                  {"PutRequest":{"Item":{"customer":{"S":"batch"},"number":{"N":"1"}}}},
                  {"DeleteRequest":{"Key":{"customer":{"S":"batch"},"number":{"N":"2"}}}}]},
                 "ReturnConsumedCapacity":"TOTAL"}
                """,
                "{\"UnprocessedItems\":{},"
                    + "\"ConsumedCapacity\":[{\"TableName\":\"Orders\",\"CapacityUnits\":2.0}]}");
        assertOk(
                "BatchGetItem",
                """
                {"RequestItems":{"Orders":{"Keys":[
                  {"customer":{"S":"batch"},"number":{"N":"1"}},
                  {"customer":{"S":"batch"},"number":{"N":"2"}}]}}}
                """,
                "{\"Responses\":{\"Orders\":[{\"customer\":{\"S\":\"batch\"},\"number\":{\"N\":\"1\"}}]},"
                    + "\"UnprocessedKeys\":{}}");
    }

    /** Only tables with local indexes have item collections, and a check changes none. */
    @Test
    void onlyCollectionsThatChangedAreMeasured() throws IOException {
        String plain =
                """
                {"TableName":"Plain","BillingMode":"PAY_PER_REQUEST",
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
                """;
        assertThat(server.call("CreateTable", plain).status()).isEqualTo(200);
        while (server.call("GetItem", "{\"TableName\":\"Plain\",\"Key\":{\"id\":{\"S\":\"a\"}}}")
                        .status()
                != 200) {
            Thread.onSpinWait();
        }
        String metrics =
                "\"ItemCollectionMetrics\":{\"Orders\":[{\"ItemCollectionKey\":{\"customer\":{\"S\":\"metrics\"}},"
                    + "\"SizeEstimateRangeGB\":[0.0,1.0]}]}}";

        assertOk(
                "BatchWriteItem",
                """
                {"ReturnItemCollectionMetrics":"SIZE","RequestItems":{
                  "Orders":[{"PutRequest":{"Item":{"customer":{"S":"metrics"},"number":{"N":"1"}}}}],
                  "Plain":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}}
                """,
                "{\"UnprocessedItems\":{}," + metrics);
        assertOk(
                "TransactWriteItems",
                """
                {"ReturnItemCollectionMetrics":"SIZE","TransactItems":[
                  {"ConditionCheck":{"TableName":"Orders","ConditionExpression":"attribute_not_exists(customer)",
                    "Key":{"customer":{"S":"checked only"},"number":{"N":"1"}}}},
                  {"Delete":{"TableName":"Orders","Key":{"customer":{"S":"metrics"},"number":{"N":"1"}}}}]}
                """,
                "{" + metrics);
    }

    /** 60 items of 300 KB are 18 MB, and an answer carries 16. */
    @Test
    void batchesGiveBackTheKeysThatDoNotFit() throws IOException {
        String text = "x".repeat(300_000);
        for (int i = 0; i < 60; i++) {
            put("large", i, "\"t\":{\"S\":\"" + text + "\"}");
        }
        String keys =
                IntStream.range(0, 60)
                        .mapToObj(
                                i ->
                                        "{\"customer\":{\"S\":\"large\"},\"number\":{\"N\":\""
                                                + i
                                                + "\"}}")
                        .collect(Collectors.joining(","));

        String body =
                server.call(
                                "BatchGetItem",
                                "{\"RequestItems\":{\"Orders\":{\"ConsistentRead\":true,"
                                        + "\"ProjectionExpression\":\"#n\","
                                        + "\"ExpressionAttributeNames\":{\"#n\":\"number\"},"
                                        + "\"Keys\":["
                                        + keys
                                        + "]}}}")
                        .body();

        assertThat(body)
                .contains(
                        "{\"number\":{\"N\":\"54\"}}]},\"UnprocessedKeys\":{\"Orders\":{\"Keys\":[")
                .contains("\"ConsistentRead\":true,\"ProjectionExpression\":\"#n\",")
                .contains("\"ExpressionAttributeNames\":{\"#n\":\"number\"}");
    }

    /** A batch with one impossible write must not have done the others. */
    @Test
    void batchesAreCheckedBeforeTheyAreWritten() throws IOException {
        assertRefused(
                "BatchWriteItem",
                """
                {"RequestItems":{"Orders":[
                  {"PutRequest":{"Item":{"customer":{"S":"checked"},"number":{"N":"1"}}}},
                  {"PutRequest":{"Item":{"customer":{"S":"checked"},"number":{"N":"2"},"state":{"N":"1"}}}}]}}
                """,
                "One or more parameter values were invalid: Type mismatch for Index Key state"
                        + " Expected: S Actual: N IndexName: byState");
        assertOk("GetItem", get("checked", 1, ""), "{}");
    }

    @Test
    void transactionsWriteAllOrNothing() throws IOException {
        put("transaction", 1, "\"a\":{\"N\":\"1\"}");
        String transaction =
                """
                {"ReturnConsumedCapacity":"TOTAL","TransactItems":[
                  {"Put":{"TableName":"Orders","Item":{"customer":{"S":"transaction"},"number":{"N":"2"}}}},
                  {"Update":{"TableName":"Orders","Key":{"customer":{"S":"transaction"},"number":{"N":"1"}},
                    "UpdateExpression":"SET a = a + :one","ConditionExpression":"a = :one",
                    "ExpressionAttributeValues":{":one":{"N":"1"}},
                    "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}
                """;

        assertOk(
                "TransactWriteItems",
                transaction,
                "{\"ConsumedCapacity\":[{\"TableName\":\"Orders\",\"CapacityUnits\":4.0,"
                        + "\"WriteCapacityUnits\":4.0}]}");
        assertThat(server.call("TransactWriteItems", transaction).body())
                .isEqualTo(
                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"Transaction"
                            + " cancelled, please refer cancellation reasons for specific reasons"
                            + " [None, ConditionalCheckFailed]\","
                            + "\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"The"
                            + " conditional request"
                            + " failed\",\"Item\":{\"customer\":{\"S\":\"transaction\"},"
                            + "\"number\":{\"N\":\"1\"},\"a\":{\"N\":\"2\"}}}]}");
        assertOk(
                "TransactGetItems",
                """
                {"ReturnConsumedCapacity":"TOTAL","TransactItems":[
                  {"Get":{"TableName":"Orders","Key":{"customer":{"S":"transaction"},"number":{"N":"1"}},
                    "ProjectionExpression":"a"}},
                  {"Get":{"TableName":"Orders","Key":{"customer":{"S":"nobody"},"number":{"N":"1"}}}}]}
                """,
                "{\"ConsumedCapacity\":[{\"TableName\":\"Orders\",\"CapacityUnits\":4.0,"
                        + "\"ReadCapacityUnits\":4.0}],"
                        + "\"Responses\":[{\"Item\":{\"a\":{\"N\":\"2\"}}},{}]}");
    }

    @Test
    void aTokenCountsOnce() throws IOException {
        String transaction =
                """
                {"ClientRequestToken":"t","ReturnConsumedCapacity":"TOTAL","TransactItems":[
                  {"Put":{"TableName":"Orders","Item":{"customer":{"S":"token"},"number":{"N":"1"}},
                    "ConditionExpression":"attribute_not_exists(customer)"}}]}
                """;

        assertThat(server.call("TransactWriteItems", transaction).status()).isEqualTo(200);
        assertOk(
                "TransactWriteItems",
                transaction,
                "{\"ConsumedCapacity\":[{\"TableName\":\"Orders\",\"CapacityUnits\":2.0,"
                        + "\"ReadCapacityUnits\":2.0}]}");
        assertThat(
                        server.call(
                                        "TransactWriteItems",
                                        transaction.replace("\"N\":\"1\"", "\"N\":\"2\""))
                                .body())
                .contains("#IdempotentParameterMismatchException");
    }

    // Refusals.

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    GetItem | {} | 2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'key' failed to satisfy constraint: Member must not be null
                    PutItem | {"TableName":"a;","Item":{},"ReturnValues":"X"} | 3 validation errors detected: Value 'a;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3; Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]
                    PutItem | {"TableName":"Orders","Item":{"customer":{"S":"a"}},"ReturnValues":"ALL_NEW"} | ReturnValues can only be ALL_OLD or NONE
                    PutItem | {"TableName":"Orders","Item":{"customer":{"S":"a"}}} | One or more parameter values were invalid: Missing the key number in the item
                    PutItem | {"TableName":"Orders","Item":{"a":{"N":"x"}},"ReturnValues":"ALL_NEW"} | The parameter cannot be converted to a numeric value: x
                    PutItem | {"TableName":"Orders","Item":{"a":{"N":"x"}},"ConditionExpression":"a","Expected":{}} | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}
                    PutItem | {"TableName":"Orders","Item":{},"ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{"N":"x"},"w":{"S":""}}} | ExpressionAttributeValues contains invalid key: Syntax error; key: "w"
                    PutItem | {"TableName":"Orders","Item":{},"ConditionExpression":"a = :v","ExpressionAttributeValues":{":v":{"N":"x"}}} | ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v
                    DeleteItem | {"TableName":"Orders","Key":{"customer":{"S":"a"}}} | The provided key element does not match the schema
                    GetItem | {"TableName":"Orders","Key":{},"AttributesToGet":[]} | 1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1
                    GetItem | {"TableName":"Orders","Key":{"customer":{"S":"a"},"number":{"N":"1"}},"ProjectionExpression":"#s.x","ExpressionAttributeNames":{"#s":"state"}} | Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: state
                    GetItem | {"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/Orders","Key":{}} | Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:us-east-1:000000000000:table/Orders
                    Query | {"TableName":"Orders"} | Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.
                    Query | {"TableName":"Orders","Limit":0,"KeyConditions":{"a":{}}} | 2 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1; Value null at 'keyConditions.a.member.comparisonOperator' failed to satisfy constraint: Member must not be null
                    Query | {"TableName":"Orders","KeyConditionExpression":"customer = :c","Select":"COUNT","ProjectionExpression":"a","ExpressionAttributeValues":{":c":{"S":"a"}}} | Cannot specify the ProjectionExpression when choosing to get only the Count
                    Scan | {"TableName":"Orders","Segment":1} | The TotalSegments parameter is required but was not present in the request when Segment parameter is present
                    Scan | {"TableName":"Orders","Segment":4,"TotalSegments":4} | The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4
                    BatchGetItem | {"RequestItems":{}} | 1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1
                    BatchGetItem | {"RequestItems":{"Orders":{"Keys":[{"customer":{"S":"a"},"number":{"N":"1"}},{"number":{"N":"1.0"},"customer":{"S":"a"}}]}}} | Provided list of item keys contains duplicates
                    BatchWriteItem | {"RequestItems":{"Orders":[]}} | 1 validation error detected: Value '{"Orders":[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]
                    BatchWriteItem | {"RequestItems":{"Orders":[{}]}} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes
                    BatchWriteItem | {"RequestItems":{"Orders":[{"PutRequest":{"Item":{"customer":{"S":"a"}}}}]}} | The provided key element does not match the schema
                    BatchWriteItem | {"RequestItems":{"Orders":[{"PutRequest":{"Item":{"customer":{"S":"a"},"number":{"S":"1"}}}}]}} | The provided key element does not match the schema
                    BatchWriteItem | {"RequestItems":{"Orders":[{"PutRequest":{"Item":{"customer":{"S":"a"},"number":{"N":"1"},"x":{"S":"y"}}}},{"DeleteRequest":{"Key":{"customer":{"S":"a"},"number":{"N":"1.0"}}}}]}} | Provided list of item keys contains duplicates
                    UpdateItem | {"TableName":"Orders","Key":{"customer":{"S":"a"},"number":{"N":"1"}},"AttributeUpdates":{"state":{"Value":{"S":""}}}} | One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byState, IndexKey: state
                    UpdateItem | {"TableName":"Orders","Key":{"customer":{"S":"a"},"number":{"N":"1"}},"UpdateExpression":"SET #s = :e","ExpressionAttributeNames":{"#s":"state"},"ExpressionAttributeValues":{":e":{"S":""}}} | One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.
                    TransactWriteItems | {"TransactItems":[{}]} | Invalid Request: TransactWriteRequest should contain Delete or Put or Update request
                    TransactWriteItems | {"TransactItems":[{"ConditionCheck":{"TableName":"Orders","Key":{}}}]} | 1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null
                    TransactGetItems | {"TransactItems":[{"Get":{"TableName":"Orders","Key":{"customer":{"S":"a"},"number":{"N":"1"}}}},{"Get":{"TableName":"Orders","Key":{"customer":{"S":"a"},"number":{"N":"1"}}}}]} | Transaction request cannot include multiple operations on one item
                    """)
    void refusesInDynamoDbsWordsAndOrder(String operation, String body, String text)
            throws IOException {
        assertRefused(operation, body, text);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    BatchGetItem   | {"RequestItems":{"Orders":{"Keys":["a"]}}}
                    BatchWriteItem | {"RequestItems":{"Orders":1}}
                    """)
    void scalarsInPlaceOfGenericTypesGetTheTextOfAwssOwnFault(String operation, String body)
            throws IOException {
        assertThat(server.call(operation, body).body())
                .startsWith(
                        "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"class"
                            + " sun.reflect.generics");
    }

    @Test
    void refusesItemsOver400Kb() throws IOException {
        String text = "x".repeat(PutItem.MAX_ITEM_BYTES);

        assertRefused(
                "PutItem",
                "{\"TableName\":\"Orders\",\"Item\":{\"a\":{\"S\":\"" + text + "\"}}}",
                "Item size has exceeded the maximum allowed size");
    }

    @Test
    void missingTablesAreNotFound() throws IOException {
        assertThat(server.call("GetItem", get("a", 1, "").replace("Orders", "Nothing")).body())
                .isEqualTo(
                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\",\"message\":\"Requested"
                            + " resource not found\"}");
    }

    private static void put(String customer, int number, String more) throws IOException {
        Answer answer =
                server.call(
                        "PutItem",
                        "{\"TableName\":\"Orders\",\"Item\":{\"customer\":{\"S\":\""
                                + customer
                                + "\"},\"number\":{\"N\":\""
                                + number
                                + "\"},"
                                + more
                                + "}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static String get(String customer, int number, String more) {
        return "{\"TableName\":\"Orders\",\"Key\":{\"customer\":{\"S\":\""
                + customer
                + "\"},\"number\":{\"N\":\""
                + number
                + "\"}}"
                + more
                + "}";
    }

    private static void assertOk(String operation, String body, String expected)
            throws IOException {
        Answer answer = server.call(operation, body);
        assertThat(answer.body()).isEqualTo(expected);
        assertThat(answer.status()).isEqualTo(200);
    }

    private static void assertRefused(String operation, String body, String text)
            throws IOException {
        Answer answer = server.call(operation, body);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\""
                                + text.replace("\"", "\\\"")
                                + "\"}");
        assertThat(answer.status()).isEqualTo(400);
    }
}
