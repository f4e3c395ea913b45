package dev.tablewright.server.operation.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Vector indexes through the protocol: what is asked, what is answered, who may. */
class SearchVectorsTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static LiveServer server;

    @BeforeAll
    static void createProducts() throws IOException {
        server = new LiveServer();
        ok(
                "CreateTable",
                """
                {"TableName":"Products","BillingMode":"PAY_PER_REQUEST",
                 "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
                   {"AttributeName":"category","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
                 "VectorIndexes":[{"IndexName":"alike","VectorAttribute":{"AttributeName":"vector"},
                   "Dimensions":2,"DistanceFunction":"EUCLIDEAN",
                   "SearchSchema":[{"AttributeName":"category","SearchSchemaElementType":"HASH"},
                     {"AttributeName":"brand","SearchSchemaElementType":"INLINE_FILTER"}],
                   "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["name"]}}]}
                """);
        put("a", "x", 0, 3);
        put("b", "y", 4, 0);
        put("c", "x", 0, 5);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void put(String id, String brand, int x, int y) throws IOException {
        assertThat(
                        ok(
                                "PutItem",
                                """
                                {"TableName":"Products","ReturnConsumedCapacity":"INDEXES","Item":{
                                 "id":{"S":"%s"},"category":{"S":"tools"},"brand":{"S":"%s"},
                                 "name":{"S":"N"},"secret":{"S":"s"},
                                 "vector":{"L":[{"N":"%d"},{"N":"%d"}]}}}
                                """
                                        .formatted(id, brand, x, y)))
                .isEqualTo(
                        "{\"ConsumedCapacity\":{\"TableName\":\"Products\",\"CapacityUnits\":1.0,"
                                + "\"Table\":{\"CapacityUnits\":1.0},\"VectorIndexes\":"
                                + "{\"alike\":{\"VectorWriteRequestBytes\":1024.0}}}}");
    }

    private static String ok(String operation, String body) throws IOException {
        LiveServer.Answer answer = server.call(operation, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String search(String more) {
        return """
        {"TableName":"Products","IndexName":"alike","TopK":2,
         "SearchVector":[{"N":"0"},{"N":"0"}],
         "ExpressionAttributeValues":{":c":{"S":"tools"}}
        """
                + more
                + "}";
    }

    private static final String TOOLS = ",\"SearchConditionExpression\":\"category = :c\"";

    @Test
    void bestComeFirstWithWhatIsProjected() throws IOException {
        assertThat(ok("SearchVectors", search(TOOLS + ",\"ReturnConsumedCapacity\":\"TOTAL\"")))
                .isEqualTo(
                        "{\"SearchResults\":["
                                + hit("a", "x", 0, 3, "3.0")
                                + ","
                                + hit("b", "y", 4, 0, "4.0")
                                + "],\"ConsumedCapacity\":{\"VectorSearchRequestBytes\":1024.0}}");
    }

    private static String hit(String id, String brand, int x, int y, String score) {
        return "{\"Item\":{\"id\":{\"S\":\""
                + id
                + "\"},\"category\":{\"S\":\"tools\"},\"brand\":{\"S\":\""
                + brand
                + "\"},\"name\":{\"S\":\"N\"},\"vector\":{\"L\":[{\"N\":\""
                + x
                + "\"},{\"N\":\""
                + y
                + "\"}]}},\"Score\":"
                + score
                + "}";
    }

    @Test
    void filterAndProjection() throws IOException {
        String body =
                """
                {"TableName":"Products","IndexName":"alike","TopK":100,
                 "SearchVector":[{"N":"0"},{"N":"0"}],
                 "SearchConditionExpression":"#b = :b AND :c = category",
                 "ProjectionExpression":"id, #b","ExpressionAttributeNames":{"#b":"brand"},
                 "ExpressionAttributeValues":{":c":{"S":"tools"},":b":{"S":"x"}}}
                """;
        assertThat(ok("SearchVectors", body))
                .isEqualTo(
                        "{\"SearchResults\":["
                                + "{\"Item\":{\"id\":{\"S\":\"a\"},\"brand\":{\"S\":\"x\"}},\"Score\":3.0},"
                                + "{\"Item\":{\"id\":{\"S\":\"c\"},\"brand\":{\"S\":\"x\"}},\"Score\":5.0}]}");
    }

    @Test
    void tableShowsItsVectorIndexes() throws IOException {
        assertThat(ok("DescribeTable", "{\"TableName\":\"Products\"}"))
                .contains(
                        "\"VectorIndexes\":[{\"IndexName\":\"alike\","
                                + "\"VectorAttribute\":{\"AttributeName\":\"vector\"},\"Dimensions\":2,"
                                + "\"DistanceFunction\":\"EUCLIDEAN\",\"SearchSchema\":["
                                + "{\"AttributeName\":\"category\",\"SearchSchemaElementType\":\"HASH\"},"
                                + "{\"AttributeName\":\"brand\",\"SearchSchemaElementType\":\"INLINE_FILTER\"}],"
                                + "\"Projection\":{\"ProjectionType\":\"INCLUDE\",\"NonKeyAttributes\":[\"name\"]},"
                                + "\"IndexStatus\":\"ACTIVE\",")
                .contains(
                        "\"IndexArn\":\"arn:aws:dynamodb:eu-west-1:000000000000:table/Products/index/alike\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ,"SearchConditionExpression":"category < :c" | Invalid operator used in SearchConditionExpression: <
                    ,"SearchConditionExpression":"category = :c OR category = :c" | Invalid operator used in SearchConditionExpression: OR
                    ,"SearchConditionExpression":"NOT category = :c" | Invalid operator used in SearchConditionExpression: NOT
                    ,"SearchConditionExpression":"begins_with(category, :c)" | Invalid operator used in SearchConditionExpression: begins_with
                    ,"SearchConditionExpression":"category.a = :c" | SearchConditionExpressions cannot have conditions on nested attributes
                    ,"SearchConditionExpression":"category = :d" | Invalid SearchConditionExpression: An expression attribute value used in expression is not defined; attribute value: :d
                    ,"SearchConditionExpression":"category = :c","ProjectionExpression":"secret" | One or more parameter values were invalid: Vector index alike does not project [secret]
                    ,"SearchConditionExpression":"category = :c","TopK":0 | 1 validation error detected: Value '0' at 'topK' failed to satisfy constraint: Member must have value greater than or equal to 1
                    ,"SearchConditionExpression":"category = :c","TopK":101 | 1 validation error detected: Value '101' at 'topK' failed to satisfy constraint: Member must have value less than or equal to 100
                    ,"SearchConditionExpression":"category = :c","IndexName":"none" | The table does not have the specified index: none
                    """)
    void refuses(String more, String text) throws IOException {
        assertThat(server.call("SearchVectors", search(more)).body())
                .isEqualTo(
                        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\""
                                + text
                                + "\"}");
    }

    @Test
    void isNotReadByQueries() throws IOException {
        assertThat(
                        server.call("Scan", "{\"TableName\":\"Products\",\"IndexName\":\"alike\"}")
                                .body())
                .contains("The table does not have the specified index: alike");
    }

    @ParameterizedTest(name = "{0} on {1} {2}: {3}, because {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    dynamodb:SearchVectors | table/Products/index/alike | | true | the index is what counts
                    dynamodb:SearchVectors | table/Products | | false | and only the index
                    dynamodb:Query | table/Products/index/* | | false | another action
                    dynamodb:SearchVectors | table/Products/index/* | "ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["tools"]} | false | a search has no keys that could be judged
                    dynamodb:SearchVectors | table/Products/index/* | "ForAllValues:StringEquals":{"dynamodb:Attributes":["id"]} | false | nor attributes
                    dynamodb:SearchVectors | table/Products/index/* | "StringEquals":{"dynamodb:ReturnConsumedCapacity":"NONE"} | true | other keys are there
                    """)
    void permission(
            String action, String resource, String condition, boolean allowed, String reason)
            throws IOException {
        AccessKey key =
                server.user(
                        "searcher" + USERS.incrementAndGet(),
                        """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s",
                         "Resource":"arn:aws:dynamodb:eu-west-1:000000000000:%s"%s}}
                        """
                                .formatted(
                                        action,
                                        resource,
                                        condition == null
                                                ? ""
                                                : ",\"Condition\":{" + condition + "}"));
        assertThat(server.call(key, "SearchVectors", search(TOOLS)).status() == 200)
                .as(reason)
                .isEqualTo(allowed);
    }
}
