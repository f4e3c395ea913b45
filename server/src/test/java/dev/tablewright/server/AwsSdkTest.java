package dev.tablewright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.server.identity.AccessKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The AWS SDK as it comes, pointed at the server: nothing else is set than the endpoint. */
class AwsSdkTest {
    private static LiveServer server;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
        client = client(server.root());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static DynamoDbClient client(AccessKey key) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(key.id(), key.secret())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Test
    void everyTypeComesBackAsItWasSent() {
        Map<String, AttributeValue> item =
                Map.of(
                        "customer", AttributeValue.fromS("ünï\"cöde\n\u0000"),
                        "number", AttributeValue.fromN("-12.5"),
                        "binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
                        "bool", AttributeValue.fromBool(false),
                        "null", AttributeValue.fromNul(true),
                        "list", AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of()))),
                        "strings", AttributeValue.fromSs(List.of("a", "b")),
                        "numbers", AttributeValue.fromNs(List.of("1", "2")),
                        "binaries",
                                AttributeValue.fromBs(
                                        List.of(SdkBytes.fromByteArray(new byte[] {7}))));

        client.putItem(put -> put.tableName("Orders").item(item));

        assertThat(
                        client.getItem(
                                        get ->
                                                get.tableName("Orders")
                                                        .key(key("ünï\"cöde\n\u0000", "-12.5")))
                                .item())
                .isEqualTo(item);
    }

    @Test
    void paginatorsFollowThePages() {
        for (int batch = 0; batch < 4; batch++) {
            List<WriteRequest> writes = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                String number = Integer.toString(batch * 25 + i);
                writes.add(
                        WriteRequest.builder()
                                .putRequest(PutRequest.builder().item(key("pages", number)).build())
                                .build());
            }
            client.batchWriteItem(request -> request.requestItems(Map.of("Orders", writes)));
        }

        List<String> numbers =
                client
                        .queryPaginator(
                                query ->
                                        query.tableName("Orders")
                                                .limit(7)
                                                .keyConditionExpression("customer = :c")
                                                .expressionAttributeValues(
                                                        Map.of(
                                                                ":c",
                                                                AttributeValue.fromS("pages"))))
                        .items()
                        .stream()
                        .map(item -> Objects.requireNonNull(item.get("number")).n())
                        .toList();

        assertThat(numbers).hasSize(100).startsWith("0", "1", "2").endsWith("98", "99");
    }

    @Test
    void errorsArriveAsTheirTypes() {
        client.putItem(put -> put.tableName("Orders").item(key("typed", "1")));

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(
                        () ->
                                client.putItem(
                                        put ->
                                                put.tableName("Orders")
                                                        .item(key("typed", "1"))
                                                        .conditionExpression(
                                                                "attribute_not_exists(customer)")
                                                        .returnValuesOnConditionCheckFailure(
                                                                ReturnValuesOnConditionCheckFailure
                                                                        .ALL_OLD)))
                .satisfies(failed -> assertThat(failed.item()).isEqualTo(key("typed", "1")));
        ConditionCheck check =
                ConditionCheck.builder()
                        .tableName("Orders")
                        .key(key("typed", "1"))
                        .conditionExpression("attribute_exists(nothing)")
                        .build();
        var elements = List.of(TransactWriteItem.builder().conditionCheck(check).build());
        assertThatExceptionOfType(TransactionCanceledException.class)
                .isThrownBy(
                        () -> client.transactWriteItems(request -> request.transactItems(elements)))
                .satisfies(
                        cancelled ->
                                assertThat(cancelled.cancellationReasons().getFirst().code())
                                        .isEqualTo("ConditionalCheckFailed"));
    }

    @Test
    void unknownKeysAreRefused() {
        try (DynamoDbClient stranger =
                client(new AccessKey("AKIANOBODY", "secret", true, java.time.Instant.EPOCH))) {
            assertThatExceptionOfType(DynamoDbException.class)
                    .isThrownBy(() -> stranger.scan(scan -> scan.tableName("Orders")))
                    .satisfies(
                            refused ->
                                    assertThat(refused.awsErrorDetails().errorCode())
                                            .isEqualTo("UnrecognizedClientException"));
        }
    }

    private static Map<String, AttributeValue> key(String customer, String number) {
        return Map.of(
                "customer", AttributeValue.fromS(customer), "number", AttributeValue.fromN(number));
    }
}
