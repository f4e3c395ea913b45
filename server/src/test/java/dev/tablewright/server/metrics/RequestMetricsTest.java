package dev.tablewright.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private final RequestMetrics metrics = new RequestMetrics();

    private String text() {
        MetricsText out = new MetricsText();
        metrics.writeTo(out);
        return out.toString();
    }

    @Test
    void requestsAreCountedByOperationAndOutcome() {
        metrics.count("dynamodb", "GetItem", "ok", 90);
        metrics.count("dynamodb", "GetItem", "ok", 90);
        metrics.count("dynamodb", "GetItem", "AccessDeniedException", 90);
        metrics.count("iam", "GetRole", "ok", 90);
        metrics.count(null, null, "MissingAuthenticationTokenException", 10);

        assertThat(text())
                .contains(
                        """
                        # TYPE tablewright_requests_total counter
                        tablewright_requests_total{service="dynamodb",operation="GetItem",outcome="AccessDeniedException"} 1
                        tablewright_requests_total{service="dynamodb",operation="GetItem",outcome="ok"} 2
                        tablewright_requests_total{service="iam",operation="GetRole",outcome="ok"} 1
                        tablewright_requests_total{service="none",operation="none",outcome="MissingAuthenticationTokenException"} 1
                        """);
    }

    /** Prometheus' buckets include their bound, and each counts those below it too. */
    @Test
    void durationsFallIntoBuckets() {
        metrics.count("dynamodb", "Scan", "ok", 100);
        metrics.count("dynamodb", "Scan", "ok", 101);
        metrics.count("dynamodb", "Scan", "ok", 60_000_000);

        String of = "{service=\"dynamodb\",operation=\"Scan\"";
        assertThat(text().lines())
                .contains(
                        "tablewright_request_duration_seconds_bucket" + of + ",le=\"0.0001\"} 1",
                        "tablewright_request_duration_seconds_bucket" + of + ",le=\"0.00025\"} 2",
                        "tablewright_request_duration_seconds_bucket" + of + ",le=\"10\"} 2",
                        "tablewright_request_duration_seconds_bucket" + of + ",le=\"+Inf\"} 3",
                        "tablewright_request_duration_seconds_sum" + of + "} 60.000201",
                        "tablewright_request_duration_seconds_count" + of + "} 3");
    }

    @Test
    void labelsAreEscaped() {
        MetricsText out = new MetricsText();
        out.sample("x", 1, "a", "\"\\\n");

        assertThat(out.toString()).isEqualTo("x{a=\"\\\"\\\\\\n\"} 1\n");
    }
}
