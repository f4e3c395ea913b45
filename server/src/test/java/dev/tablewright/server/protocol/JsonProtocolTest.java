package dev.tablewright.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;
import dev.tablewright.server.http.HttpListener;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** What every DynamoDB client sees of the protocol, whatever the operation. */
class JsonProtocolTest {
    private static final String TARGET = "DynamoDB_20120810.GetItem";
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
    void onlyTheRootIsAHealthCheck() throws IOException {
        for (String path : new String[] {"/abc", "/-", "/health", "/index.htm"}) {
            URI uri = server.endpoint().resolve(path);

            assertThat(server.send(HttpRequest.newBuilder(uri).GET().build()).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void getOfTheRootIsAHealthCheck() throws IOException {
        Answer answer = server.send(HttpRequest.newBuilder(server.endpoint()).GET().build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("healthy: dynamodb.eu-west-1.amazonaws.com ");
        assertThat(answer.header("x-amz-crc32")).isEqualTo(crc32(answer.body()));
    }

    @Test
    void saysThatItIsAliveAndReady() throws IOException {
        for (String path : new String[] {"/livez", "/readyz"}) {
            URI uri = server.endpoint().resolve(path);

            assertThat(server.send(HttpRequest.newBuilder(uri).GET().build()).body())
                    .isEqualTo("ok");
        }
    }

    /** Without a signature: it names operations and errors, and nobody's tables. */
    @Test
    void tellsItsMetrics() throws IOException {
        server.call("DescribeTable", "{\"TableName\":\"NoSuchTableForMetrics\"}");

        Answer answer =
                server.send(
                        HttpRequest.newBuilder(server.endpoint().resolve("/metrics"))
                                .GET()
                                .build());

        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body())
                .contains(
                        "tablewright_requests_total{service=\"dynamodb\",operation=\"DescribeTable\",outcome=\"ResourceNotFoundException\"}"
                            + " 1")
                .contains("# TYPE tablewright_tables gauge")
                .doesNotContain("NoSuchTableForMetrics");
    }

    @Test
    void everyAnswerHasAnIdAndAChecksum() throws IOException {
        Answer answer = server.call("GetItem", "{}");

        assertThat(answer.header("x-amzn-RequestId")).matches("[A-Z0-9]{52}");
        assertThat(answer.header("x-amz-crc32")).isEqualTo(crc32(answer.body()));
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PUT  | application/x-amz-json-1.0 | other verbs are no operation
                    POST | text/plain                 | neither are other content types
                    """)
    void refusesOtherVerbsAndContentTypesAsAWebServerWould(
            String method, String contentType, String reason) throws IOException {
        Answer answer =
                server.send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Content-Type", contentType)
                                .method(method, BodyPublishers.ofString("{}"))
                                .build());

        assertThat(answer.status()).as(reason).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("<UnknownOperationException/>\n");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    -                          | {{}  | SerializationException | the body is read before the target
                    DynamoDB_20120810.GetItem  | []   | SerializationException | a body is one object
                    -                          | {}   | UnknownOperationException | no target
                    DynamoDB_20120810.Get      | {}   | UnknownOperationException | no such operation
                    DynamoDBStreams_20120810.ListTables | {} | UnknownOperationException | of another service
                    DynamoDB_20120810.GetItem  | {}   | MissingAuthenticationTokenException | the signature comes after both
                    """)
    void complainsInDynamoDbsOrder(String target, String body, String error, String reason)
            throws IOException {
        var request =
                HttpRequest.newBuilder(server.endpoint())
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .POST(BodyPublishers.ofString(body));
        if (target != null) {
            request.header("X-Amz-Target", target);
        }
        Answer answer = server.send(request.build());

        assertThat(answer.status()).as(reason).isEqualTo(400);
        assertThat(answer.body())
                .as(reason)
                .contains("\"__type\":\"com.amazon.coral.service#" + error + "\"");
    }

    @Test
    void readsBodiesInGzip() throws IOException {
        byte[] body = Gzip.coded("{}".getBytes(StandardCharsets.UTF_8));
        byte[] tooLarge = Gzip.coded(new byte[HttpListener.MAX_BODY_BYTES + 1]);

        assertThat(sendGzip(body).body()).contains("#MissingAuthenticationTokenException");
        assertThat(sendGzip("{}".getBytes(StandardCharsets.UTF_8)).body())
                .contains("#SerializationException");
        assertThat(sendGzip(tooLarge).status()).isEqualTo(413);
    }

    private static Answer sendGzip(byte[] body) throws IOException {
        return server.send(
                HttpRequest.newBuilder(server.endpoint())
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("Content-Encoding", "gzip")
                        .header("X-Amz-Target", TARGET)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    @Test
    void answersPreflightsOfBrowsers() throws IOException {
        Answer answer =
                server.send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Origin", "http://localhost:3000")
                                .header("Access-Control-Request-Headers", "x-amz-target")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("x-amz-target");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("172800");
    }

    /** SDKs that find the checksum compare it, and in a browser with bytes that are decoded. */
    @Test
    void letsBrowsersReadTheRequestIdAndNotTheChecksum() throws IOException {
        Answer answer =
                server.send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Origin", "http://localhost:3000")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .POST(BodyPublishers.ofString("{}"))
                                .build());

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .contains("x-amzn-RequestId")
                .doesNotContain("crc32");
    }

    @Test
    void answersOtherJsonInItsOwnContentType() throws IOException {
        Answer answer =
                server.send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Content-Type", "application/json; charset=utf-8")
                                .header("X-Amz-Target", TARGET)
                                .POST(BodyPublishers.ofString("{}"))
                                .build());

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    private static String crc32(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toString(crc.getValue());
    }
}
