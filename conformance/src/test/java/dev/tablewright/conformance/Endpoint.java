package dev.tablewright.conformance;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A DynamoDB endpoint spoken to in raw JSON, signed by the AWS SDK's signer. */
final class Endpoint {
    static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final AwsCredentialsIdentity credentials;
    private final String region;

    Endpoint(URI uri, String accessKeyId, String secretAccessKey, String region) {
        this.uri = uri;
        this.credentials = AwsCredentialsIdentity.create(accessKeyId, secretAccessKey);
        this.region = region;
    }

    /** An HTTP answer. */
    record Answer(int status, JsonNode body) {
        /** The error type without its prefix; empty for a success. */
        String error() {
            String type = body.path("__type").asString("");
            return type.substring(type.indexOf('#') + 1);
        }

        /** The error's text; empty for a success. */
        String message() {
            return body.path("message").asString(body.path("Message").asString(""));
        }
    }

    URI uri() {
        return uri;
    }

    AwsCredentialsIdentity credentials() {
        return credentials;
    }

    /** Creates a table and waits until it can be used. */
    void create(RandomRequests.Request table) throws InterruptedException {
        Answer created = call(table.operation(), table.body());
        if (created.status() != 200) {
            throw new IllegalStateException("" + created.body());
        }
        ObjectNode describe = JSON.createObjectNode();
        describe.set("TableName", table.body().get("TableName"));
        for (int attempt = 0; attempt < 1000; attempt++) {
            JsonNode status =
                    call("DescribeTable", describe).body().path("Table").path("TableStatus");
            if (status.asString("").equals("ACTIVE")) {
                return;
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException("not ACTIVE: " + describe);
    }

    Answer call(String operation, ObjectNode request) {
        byte[] body = JSON.writeValueAsBytes(request);
        SdkHttpFullRequest unsigned =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(uri)
                        .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                spec ->
                                        spec.identity(credentials)
                                                .request(unsigned)
                                                .payload(ContentStreamProvider.fromByteArray(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        "dynamodb")
                                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        var http1 = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        signed.request()
                .forEachHeader(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("Host")
                                    && !name.equalsIgnoreCase("Content-Length")) {
                                values.forEach(value -> http1.header(name, value));
                            }
                        });
        http1.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> response =
                    http.send(http1.build(), HttpResponse.BodyHandlers.ofByteArray());
            String text = new String(response.body(), StandardCharsets.UTF_8);
            return new Answer(
                    response.statusCode(),
                    text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
