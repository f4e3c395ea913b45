package dev.tablewright.controlplane.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.target.ConsumedUnits.Counted;
import dev.tablewright.controlplane.target.ConsumedUnits.Units;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was used is read from whoever counts: CloudWatch, or our own server. */
class ConsumedUnitsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:34:56Z");
    private static final String NO_SUCH = "{\"__type\":\"UnknownOperationException\"}";

    private final Deque<Map.Entry<Integer, String>> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    /** Hours of the span are summed over all pages; what CloudWatch does not name was not used. */
    @Test
    void cloudWatchIsAskedForEveryTableAndGlobalIndex() {
        answers.add(Map.entry(400, NO_SUCH));
        answers.add(
                Map.entry(
                        200,
                        """
                        {"MetricDataResults":[{"Id":"m0","Values":[100.5,2]},{"Id":"m1","Values":[7]},
                         {"Id":"m3","Values":[1]}],"NextToken":"more"}\
                        """));
        answers.add(Map.entry(200, "{\"MetricDataResults\":[{\"Id\":\"m0\",\"Values\":[0.5]}]}"));

        Counted counted = read(Map.of("Orders", List.of("ByDate")), Duration.ofDays(14));

        assertThat(counted.by()).isEqualTo("CloudWatch");
        assertThat(counted.to()).isEqualTo("2026-03-10T12:00:00Z");
        assertThat(counted.from()).isEqualTo("2026-02-24T12:00:00Z");
        assertThat(of(counted, "Orders").table()).isEqualTo(units("103.0", "7"));
        assertThat(of(counted, "Orders").indexes()).isEqualTo(Map.of("ByDate", units("0", "1")));
        assertThat(requests)
                .as("our own operation first, then two pages")
                .hasSize(3)
                .element(1)
                .asString()
                .contains("GraniteServiceVersion20100801.GetMetricData")
                .contains("ConsumedWriteCapacityUnits")
                .contains("GlobalSecondaryIndexName")
                .contains("\"StartTime\":1771934400");
        assertThat(requests.getLast()).contains("\"NextToken\":\"more\"");
    }

    @Test
    void ourOwnServerTellsByItself() {
        answers.add(
                Map.entry(
                        200,
                        """
                        {"Since":1773140400.5,"Tables":[
                         {"TableArn":"arn:aws:dynamodb:eu-west-1:1:table/Orders","ReadUnits":3,"WriteUnits":4,
                          "Indexes":[{"IndexName":"ByDate","ReadUnits":0,"WriteUnits":4}]},
                         {"TableArn":"arn:aws:dynamodb:eu-west-1:1:table/Other","ReadUnits":9,"WriteUnits":9,
                          "Indexes":[]}]}\
                        """));

        Counted counted =
                read(Map.of("Orders", List.of("ByDate"), "Idle", List.of()), Duration.ofDays(14));

        assertThat(counted.tables()).containsOnlyKeys("Orders", "Idle");
        assertThat(of(counted, "Orders").table()).isEqualTo(units("3", "4"));
        assertThat(of(counted, "Idle").table()).isEqualTo(Units.NONE);
        assertThat(counted.from()).isEqualTo(Instant.ofEpochSecond(1773140400));
        assertThat(counted.to()).isEqualTo(NOW);
    }

    @Test
    void aMonthGoesOnLikeTheTimeThatWasSeen() {
        assertThat(
                        ConsumedUnits.monthly(
                                new BigDecimal("100"), new BigDecimal("730"), Duration.ofHours(73)))
                .isEqualTo("1000");
        assertThat(
                        ConsumedUnits.monthly(
                                new BigDecimal("0.5"), new BigDecimal("730"), Duration.ZERO))
                .isEqualTo("1314000");
    }

    private static ConsumedUnits.OfTable of(Counted counted, String table) {
        return Objects.requireNonNull(counted.tables().get(table));
    }

    private static Units units(String reads, String writes) {
        return new Units(new BigDecimal(reads), new BigDecimal(writes));
    }

    private Counted read(Map<String, List<String>> tables, Duration span) {
        try (Target target =
                new Target(
                        URI.create("http://127.0.0.1:9"),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
                        "eu-west-1",
                        new Scripted())) {
            return target.consumedUnits("eu-west-1").read(tables, span, NOW);
        }
    }

    /** Gives the answers in order. */
    private final class Scripted implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    requests.add(request.httpRequest().headers() + text(request));
                    var answer = answers.remove();
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(answer.getKey()).build())
                            .responseBody(
                                    AbortableInputStream.create(
                                            new ByteArrayInputStream(
                                                    answer.getValue()
                                                            .getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        private static String text(HttpExecuteRequest request) {
            try (var stream = request.contentStreamProvider().orElseThrow().newStream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
