package dev.tablewright.conformance;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.iam.IamClient;

import java.util.HashMap;
import java.util.Map;

/**
 * What a pod runs: the AWS SDK as it comes, told by its environment alone where to go and who it is
 * (AWS_ENDPOINT_URL, AWS_REGION, AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE). Knows nothing of us.
 */
final class PodClient {
    private interface Call {
        void run();
    }

    private PodClient() {}

    /**
     * Tries its rights on each table and prints a line for each call: what, on which table, and
     * {@code ok} or the error's code.
     *
     * @param tables with the names of their key attributes: {@code Orders=CustomerId,OrderDate}
     */
    public static void main(String[] tables) {
        try (DynamoDbClient dynamoDb = DynamoDbClient.create();
                IamClient iam = IamClient.builder().build()) {
            for (String table : tables) {
                String[] parts = table.split("=", 2);
                Map<String, AttributeValue> key = new HashMap<>();
                for (String attribute : parts[1].split(",", -1)) {
                    key.put(attribute, AttributeValue.fromS("1"));
                }
                tell("put", parts[0], () -> dynamoDb.putItem(r -> r.tableName(parts[0]).item(key)));
                tell("get", parts[0], () -> dynamoDb.getItem(r -> r.tableName(parts[0]).key(key)));
                tell("scan", parts[0], () -> dynamoDb.scan(r -> r.tableName(parts[0])));
                tell(
                        "delete-table",
                        parts[0],
                        () -> dynamoDb.deleteTable(r -> r.tableName(parts[0])));
            }
            tell("list-roles", "-", iam::listRoles);
            tell(
                    "create-table",
                    "-",
                    () ->
                            dynamoDb.createTable(
                                    r ->
                                            r.tableName("mine")
                                                    .billingMode("PAY_PER_REQUEST")
                                                    .keySchema(
                                                            KeySchemaElement.builder()
                                                                    .attributeName("k")
                                                                    .keyType("HASH")
                                                                    .build())
                                                    .attributeDefinitions(
                                                            AttributeDefinition.builder()
                                                                    .attributeName("k")
                                                                    .attributeType("S")
                                                                    .build())));
        }
    }

    private static void tell(String what, String table, Call call) {
        String answer;
        try {
            call.run();
            answer = "ok";
        } catch (AwsServiceException refused) {
            answer = refused.awsErrorDetails().errorCode();
        } catch (SdkClientException none) {
            answer = String.valueOf(none.getMessage());
        }
        System.out.println("pod: " + what + " " + table + ": " + answer);
    }
}
